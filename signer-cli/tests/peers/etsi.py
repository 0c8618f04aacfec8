"""Reads validation reports of ETSI TS 119 102-2 as pyHanko's report classes do: etsi.py REPORT...

The classes are generated from the published schema of version 1.2.1; that of 1.4.1 differs in its namespace, which is
exchanged before reading. Unknown elements and attributes, values that do not convert, elements that the schema requires
and that are missing, and elements in another order than the schema's are errors. One line for each report: its name and
what it says of each signature.
"""
import dataclasses
import pathlib
import sys
from enum import Enum

from lxml import etree
from pyhanko.generated.etsi import ts_11910202 as schema
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.serializers import XmlSerializer

OURS = "http://uri.etsi.org/19102/v1.4.1#"
THEIRS = schema.__NAMESPACE__

CONFIG = ParserConfig(
    fail_on_unknown_properties=True, fail_on_unknown_attributes=True, fail_on_converter_warnings=True
)


def required(node, path):
    """Every field that the schema requires, and how often."""
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        name = f"{path}/{field.metadata.get('name', field.name)}"
        empty = value is None or value == [] or value == ""
        # An element whose type is only text keeps it in a field that is named so.
        if field.metadata.get("required") and empty and field.name != "value":
            raise ValueError(f"{name} is missing")
        least = field.metadata.get("min_occurs") or 0
        if isinstance(value, list) and len(value) < least:
            raise ValueError(f"{name} occurs {len(value)} times, not {least}")
        for one in value if isinstance(value, list) else [value]:
            if dataclasses.is_dataclass(one):
                required(one, name)


def names(octets):
    return [element.tag for element in etree.fromstring(octets).iter(etree.Element)]


def read(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    if OURS not in text:
        raise ValueError("it is not of version 1.4.1")
    text = text.replace(OURS, THEIRS)
    report = XmlParser(config=CONFIG).from_string(text, schema.ValidationReport)
    required(report, "ValidationReport")
    again = XmlSerializer().render(report)
    if names(again.encode()) != names(text.encode()):
        raise ValueError("its elements are not in the order of the schema")
    return report


def last(value):
    value = value.value if isinstance(value, Enum) else value
    return str(value).rsplit(":", 1)[-1]


for name in sys.argv[1:]:
    said = []
    for signature in read(name).signature_validation_report:
        status = signature.signature_validation_status
        said.append("/".join(last(one) for one in [status.main_indication, *status.sub_indication]))
    print(pathlib.Path(name).name, *said)
