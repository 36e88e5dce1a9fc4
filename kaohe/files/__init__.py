"""Files in and out: a year's facts from workbooks, CSV and JSON; workbooks, tables and bundles for people. No Django.

    reading.read_facts                      facts from a workbook, a folder of CSV files or JSON, or every reason why not
    facts_data.facts_data, facts_from_data  facts as plain data and back
    facts_workbook.write_facts_workbook     facts as a workbook that reads back as the same facts
    facts_folder.write_facts_folder         the same as CSV files
    template.write_template                 the empty workbook for any rulebook

Each is imported from its own file: what a command doesn't use, it doesn't wait for.
"""
