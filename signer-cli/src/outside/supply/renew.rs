//! Asking again for what is younger than a time-stamp, and keeping what a document was given.

use signer_core::Time;
use signer_core::evidence::Evidence;
use signer_core::sign::{Older, ValidationData};

use super::{Mark, Place, Question, Source, digest, lock, status_of};

impl Source {
    /// Asks once more, on the network, for what was issued before a time-stamp, and adds what was issued since. Whether
    /// anything was.
    ///
    /// A place that has nothing younger is not asked again in this run: it gives out what it made beforehand, and so it
    /// will for the next document.
    pub(crate) fn renew(&self, older: &[Older], evidence: &mut Evidence) -> bool {
        let mut renewed: Vec<(&str, Time)> = Vec::new();
        // The core names the responder before the list.
        for Older { need, since } in older {
            let Some(certificate) = status_of(need) else { continue };
            if renewed.iter().any(|(known, issued)| *known == certificate && issued >= since) {
                continue;
            }
            let mut questions = self.questions(need);
            questions.retain(|question| question.place == Place::Network && !self.is_settled(question));
            for question in questions {
                let answer = self.ask(&question, need);
                let issued = answer.as_ref().ok().and_then(issued).filter(|issued| issued >= since);
                let (Ok(answer), Some(issued)) = (answer, issued) else {
                    lock(&self.settled).insert(question);
                    continue;
                };
                self.mark(&answer, &question, need);
                evidence.extend(&answer);
                renewed.push((certificate, issued));
                break;
            }
        }
        !renewed.is_empty()
    }

    /// Whether it had nothing younger before, or failed when it was asked first.
    fn is_settled(&self, question: &Question) -> bool {
        let known = lock(&self.answers).get(question).cloned();
        lock(&self.settled).contains(question) || known.is_some_and(|answer| matches!(answer.get(), Some(Err(_))))
    }

    /// Keeps what a document is given, or what a certificate was checked with: the core verified it.
    pub(crate) fn keep_data(&self, data: &ValidationData) {
        let kinds = [&data.certificates, &data.crls, &data.ocsp_responses];
        kinds.into_iter().flatten().for_each(|der| self.put(&Mark::Octets(digest(der))));
    }
}

/// When the youngest of it was issued.
fn issued(evidence: &Evidence) -> Option<Time> {
    let lists = evidence.crls().iter().map(|crl| crl.value.this_update());
    let singles = evidence.ocsp_responses().iter().flat_map(|response| response.value.singles());
    lists.chain(singles.map(|single| single.this_update())).max()
}
