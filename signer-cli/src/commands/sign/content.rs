//! A signature that is prepared, with a time-stamp over its content where one is wanted.

use signer_core::algorithm::SignatureAlgorithm;
use signer_core::sign::{Draft, Prepared};
use signer_core::{Error, Time};

use crate::cli::sign::Signature;
use crate::commands::levels::{Ladder, room_needed};
use crate::error::Failure;

/// Prepares the draft. A time-stamp that is longer than the room for it is asked for once more, with more room: it is
/// over the room as well.
pub(crate) fn prepare<'d, 'a: 'd>(
    draft: &dyn Fn() -> Result<Draft<'d, 'a>, Error>,
    (algorithm, now): (SignatureAlgorithm, Time),
    (options, ladder): (&Signature, &Ladder),
    refused: &dyn Fn(Error) -> Failure,
) -> Result<Prepared, Failure> {
    if !options.content_timestamp {
        return draft().and_then(|draft| draft.prepare(algorithm, now)).map_err(refused);
    }
    if !ladder.has_authority() {
        return Err(Failure::usage("error-content-timestamp-tsa"));
    }
    let with_room = |room: usize| {
        let draft = draft().map_err(refused)?.with_content_timestamp_room(room);
        let prepared = draft.prepare(algorithm, now).map_err(refused)?;
        let token = ladder.stamp(prepared.content_timestamp_need())?;
        Ok::<_, Failure>(prepared.with_content_timestamp(&token))
    };
    let stamped = match with_room(ladder.room)? {
        Err(error) => match room_needed(&error) {
            Some(needed) => with_room(needed)?,
            None => Err(error),
        },
        stamped => stamped,
    };
    stamped.map_err(refused)
}
