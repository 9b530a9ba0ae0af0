/*
 * Text from outside, made harmless for a document. Everything may come in: control characters, bytes that are no UTF-8,
 * marks that turn the direction of writing. What cannot be shown, or would be invisible, is named: <U+202E>.
 */
#ifndef WSPCHECK_REPORTS_DOCUMENT_ESCAPE_H
#define WSPCHECK_REPORTS_DOCUMENT_ESCAPE_H

#include "base/text.h"

/* Between the quotes of a JSON string; nothing is lost. */
void escape_json(struct text *text, const char *string);

/* Content or a quoted attribute of HTML; line ends stay. */
void escape_html(struct text *text, const char *string);

/* Content or a quoted attribute of XML 1.0. In attributes a parser would turn line ends and tabs into blanks, so these
 * are written as references. */
void escape_xml(struct text *text, const char *string);

/* The description of a TAP line: one line, "\" and "#" escaped. */
void escape_tap(struct text *text, const char *string);

/* The message and a property of a GitHub workflow command. */
void escape_github(struct text *text, const char *string);
void escape_github_property(struct text *text, const char *string);

/* Markdown that is shown as written, fit for a table's cell. */
void escape_markdown(struct text *text, const char *string);

/* A terminal: one line, no control characters. */
void escape_console(struct text *text, const char *string);

#endif
