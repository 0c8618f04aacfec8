//! Documents, each with one thing that a person should know before signing it.
//!
//! The names are those of the codes that the toolkit has for them, without its family.

/// A document: a page with a line of text and a font, and what the hazard needs.
#[derive(Clone, Debug, Default)]
struct Sketch {
    /// Entries of the catalogue.
    catalog: &'static str,
    /// Entries of the page.
    page: &'static str,
    /// Entries of its resources.
    resources: &'static str,
    /// Operators after those of the line.
    content: &'static str,
    /// Objects from 10 on: number, dictionary or value, data of a stream.
    more: Vec<(u32, &'static str, Option<&'static str>)>,
}

/// The names of all.
pub const NAMES: [&str; 32] = [
    "javascript",
    "launch",
    "submit-form",
    "import-data",
    "remote-go-to",
    "automatic-action",
    "changes-view",
    "multimedia",
    "uri",
    "embedded-file",
    "collection",
    "external-reference",
    "xfa",
    "need-appearances",
    "overlapping-fields",
    "covers-text",
    "covers-page",
    "hidden-layer",
    "layers",
    "hidden-annotation",
    "not-printed",
    "alternate-image",
    "invisible-text",
    "recognised-text",
    "transparent",
    "page-outside-tree",
    "unreferenced",
    "unreferenced-object",
    "superseded",
    "missing-object",
    "unreadable",
    "ambiguous",
];

/// The document with the hazard of that name, and nothing else to know.
///
/// # Panics
/// When no hazard has that name.
#[must_use]
pub fn document(name: &str) -> Vec<u8> {
    match name {
        "superseded" => super::pdf::append(&clean(), &[(4, stream("", "BT /F1 12 Tf 72 700 Td (Pay 9) Tj ET"))]),
        "unreadable" => of(&Sketch {
            page: "/Annots [10 0 R] ",
            more: vec![(10, "<< /Type /Annot /Rect [", None)],
            ..Sketch::default()
        }),
        "ambiguous" => {
            // An object after the end of the last revision: some readers find it, some do not.
            let mut octets = clean();
            octets.extend(b"4 0 obj\n<< >>\nendobj\n");
            octets
        }
        name => of(&sketch(name)),
    }
}

/// The document without any hazard.
#[must_use]
pub fn clean() -> Vec<u8> {
    of(&Sketch::default())
}

fn sketch(name: &str) -> Sketch {
    actions(name)
        .or_else(|| fields(name))
        .or_else(|| shown(name))
        .or_else(|| left(name))
        .unwrap_or_else(|| panic!("no hazard is called {name}"))
}

fn actions(name: &str) -> Option<Sketch> {
    let link = |action| Sketch {
        page: "/Annots [10 0 R] ",
        more: vec![
            (10, "<< /Type /Annot /Subtype /Link /Rect [72 100 200 120] /A 11 0 R >>", None),
            (11, action, None),
        ],
        ..Sketch::default()
    };
    Some(match name {
        "javascript" => Sketch {
            catalog: "/Names << /JavaScript << /Names [(start) 10 0 R] >> >> ",
            more: vec![(10, "<< /S /JavaScript /JS (app.alert\\(1\\)) >>", None)],
            ..Sketch::default()
        },
        "launch" => link("<< /S /Launch /F (calc.exe) >>"),
        "submit-form" => link("<< /S /SubmitForm /F << /FS /URL /F (https://example.org/) >> >>"),
        "import-data" => link("<< /S /ImportData /F (data.fdf) >>"),
        "remote-go-to" => link("<< /S /GoToR /F (other.pdf) /D [0 /Fit] >>"),
        "changes-view" => link("<< /S /Hide /T (x) >>"),
        "uri" => link("<< /S /URI /URI (https://example.org/) >>"),
        "automatic-action" => Sketch { catalog: "/OpenAction << /S /Named /N /Print >> ", ..Sketch::default() },
        "multimedia" => Sketch {
            page: "/Annots [10 0 R] ",
            more: vec![(10, "<< /Type /Annot /Subtype /Sound /F 4 /Rect [72 100 90 120] >>", None)],
            ..Sketch::default()
        },
        _ => return None,
    })
}

fn fields(name: &str) -> Option<Sketch> {
    const FORM: &str = "/AcroForm << /Fields [10 0 R] /DA (/F1 0 Tf 0 g) >> ";
    let field =
        |field| Sketch { catalog: FORM, page: "/Annots [10 0 R] ", more: vec![(10, field, None)], ..Sketch::default() };
    Some(match name {
        "xfa" => Sketch {
            catalog: "/AcroForm << /Fields [] /XFA 10 0 R >> ",
            more: vec![(10, "", Some("<xdp/>"))],
            ..Sketch::default()
        },
        "need-appearances" => Sketch {
            catalog: "/AcroForm << /Fields [10 0 R] /NeedAppearances true /DA (/F1 0 Tf 0 g) >> ",
            ..field("<< /FT /Tx /T (a) /Subtype /Widget /F 4 /Rect [72 100 200 120] >>")
        },
        "overlapping-fields" => Sketch {
            catalog: "/AcroForm << /Fields [10 0 R 11 0 R] /DA (/F1 0 Tf 0 g) >> ",
            page: "/Annots [10 0 R 11 0 R] ",
            more: vec![
                (10, "<< /FT /Tx /T (a) /Subtype /Widget /F 4 /Rect [72 100 200 120] >>", None),
                (11, "<< /FT /Tx /T (b) /Subtype /Widget /F 4 /Rect [100 105 200 125] >>", None),
            ],
            ..Sketch::default()
        },
        "covers-text" => field("<< /FT /Tx /T (a) /Subtype /Widget /F 4 /Rect [60 690 200 720] >>"),
        "covers-page" => Sketch {
            page: "/Annots [10 0 R] ",
            more: vec![(10, "<< /Type /Annot /Subtype /Square /F 4 /Rect [0 0 595 600] >>", None)],
            ..Sketch::default()
        },
        "hidden-annotation" => field("<< /FT /Tx /T (a) /Subtype /Widget /F 2 /Rect [72 100 200 120] >>"),
        "not-printed" => field("<< /FT /Tx /T (a) /Subtype /Widget /Rect [72 100 200 120] >>"),
        _ => return None,
    })
}

fn shown(name: &str) -> Option<Sketch> {
    const IMAGE: &str =
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 ";
    let layer = |setting, group| Sketch {
        catalog: setting,
        resources: "/Properties << /L 10 0 R >> ",
        content: "/OC /L BDC EMC",
        more: vec![(10, group, None)],
        ..Sketch::default()
    };
    Some(match name {
        "embedded-file" => Sketch {
            catalog: "/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >> ",
            more: vec![
                (10, "<< /Type /Filespec /F (a.txt) /EF << /F 11 0 R >> >>", None),
                (11, "/Type /EmbeddedFile ", Some("text")),
            ],
            ..Sketch::default()
        },
        "collection" => Sketch { catalog: "/Collection << /View /D >> ", ..Sketch::default() },
        "external-reference" => Sketch {
            resources: "/XObject << /I 10 0 R >> ",
            content: "/I Do",
            more: vec![(
                10,
                "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /F (https://example.org/x) /FFilter /FlateDecode ",
                Some(""),
            )],
            ..Sketch::default()
        },
        "hidden-layer" => {
            layer("/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] >> >> ", "<< /Type /OCG /Name (Draft) >>")
        }
        "layers" => layer("/OCProperties << /OCGs [10 0 R] /D << >> >> ", "<< /Type /OCG /Name (Map) >>"),
        "alternate-image" => Sketch {
            resources: "/XObject << /I 10 0 R >> ",
            content: "/I Do",
            more: vec![
                (
                    10,
                    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Alternates [<< /Image 11 0 R /DefaultForPrinting true >>] ",
                    Some("x"),
                ),
                (11, IMAGE, Some("y")),
            ],
            ..Sketch::default()
        },
        "invisible-text" => Sketch { content: "BT /F1 12 Tf 3 Tr 72 600 Td (hidden) Tj ET", ..Sketch::default() },
        "recognised-text" => Sketch {
            resources: "/XObject << /I 10 0 R >> ",
            content: "/I Do BT /F1 12 Tf 3 Tr 72 600 Td (read by a program) Tj ET",
            more: vec![(10, IMAGE, Some("x"))],
            ..Sketch::default()
        },
        "transparent" => Sketch {
            resources: "/ExtGState << /G << /ca 0 >> >> ",
            content: "/G gs BT /F1 12 Tf 72 600 Td (clear) Tj ET",
            ..Sketch::default()
        },
        _ => return None,
    })
}

fn left(name: &str) -> Option<Sketch> {
    let with = |more| Sketch { more, ..Sketch::default() };
    Some(match name {
        "page-outside-tree" => Sketch {
            catalog: "/Names << /Templates << /Names [(t) 10 0 R] >> >> ",
            more: vec![(10, "<< /Type /Page /MediaBox [0 0 595 842] >>", None)],
            ..Sketch::default()
        },
        "unreferenced" => with(vec![(10, "", Some("BT /F1 12 Tf 72 700 Td (Pay 9000) Tj ET"))]),
        "unreferenced-object" => with(vec![(10, "<< /Producer (before) >>", None)]),
        "missing-object" => Sketch { resources: "/XObject << /I 10 0 R >> ", ..Sketch::default() },
        _ => return None,
    })
}

fn stream(entries: &str, data: &str) -> Vec<u8> {
    format!("<< {entries}/Length {} >>\nstream\n{data}\nendstream", data.len()).into_bytes()
}

fn of(sketch: &Sketch) -> Vec<u8> {
    let Sketch { catalog, page, resources, content, more } = sketch;
    let content = format!("BT /F1 12 Tf 72 700 Td (Pay 1) Tj ET {content}");
    let mut objects: Vec<(u32, Vec<u8>)> = vec![
        (1, format!("<< /Type /Catalog /Pages 2 0 R {catalog}>>").into_bytes()),
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec()),
        (
            3,
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {page}\
                 /Resources << /Font << /F1 5 0 R >> {resources}>> >>"
            )
            .into_bytes(),
        ),
        (4, stream("", &content)),
        (5, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec()),
    ];
    for (number, entries, data) in more {
        let body = data.map_or_else(|| entries.as_bytes().to_vec(), |data| stream(entries, data));
        objects.push((*number, body));
    }
    file(&objects)
}

fn file(objects: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = String::from("0 1\n0000000000 65535 f \n");
    for (number, body) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let size = objects.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
    out.extend(format!("xref\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}
