#include "document/escape.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

static void expect(void (*escape)(struct text *text, const char *string), const char *string, const char *expected) {
    struct text text = {0};
    escape(&text, string);
    CU_ASSERT_STRING_EQUAL(text_string(&text), expected);
    text_free(&text);
}

static void html_shows_what_was_written(void) {
    expect(escape_html, "<b a=\"x\" c='y'>&amp;</b>", "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;");
    expect(escape_html, "a\nb\tc", "a\nb\tc");
    expect(escape_html, "\x1B[31m\x7F", "&lt;U+001B&gt;[31m&lt;U+007F&gt;");
    expect(escape_html,
           "\xE2\x80\xAE"
           "abc",
           "&lt;U+202E&gt;abc");
    expect(escape_html, "\xFF\xC3", "\xEF\xBF\xBD\xEF\xBF\xBD");
    expect(escape_html, "\xEF\xBF\xBE", "&lt;U+FFFE&gt;");
    expect(escape_html,
           "Gr\xC3\xBC\xC3\x9F"
           "e \xF0\x9F\x98\x80",
           "Gr\xC3\xBC\xC3\x9F"
           "e \xF0\x9F\x98\x80");
}

static void xml_attributes_keep_their_line_ends(void) {
    expect(escape_xml, "a\r\n\tb", "a&#13;&#10;&#9;b");
    expect(escape_xml, "]]>", "]]&gt;");
    expect(escape_xml, "\x01", "&lt;U+0001&gt;");
}

static void json_loses_nothing(void) {
    expect(escape_json, "\"\\/\n\r\t\x01", "\\\"\\\\/\\n\\r\\t\\u0001");
    expect(escape_json, "\xE2\x80\xAE\xE2\x80\xA8", "\\u202e\\u2028");
    expect(escape_json, "\xC3\xBC", "\xC3\xBC");
}

static void tap_stays_on_its_line(void) {
    expect(escape_tap, "a # b \\ c\nnot ok 2", "a \\# b \\\\ c not ok 2");
    expect(escape_tap, "\x1B[2J", "<U+001B>[2J");
}

static void github_commands_cannot_be_forged(void) {
    expect(escape_github, "50%\r\n::error::x", "50%25%0D%0A::error::x");
    expect(escape_github_property, "a:b,c%\n", "a%3Ab%2Cc%25%0A");
}

static void markdown_is_shown_as_written(void) {
    expect(escape_markdown, "| *a* _b_ `c` [d](e) <f> & #g",
           "&#124; &#42;a&#42; &#95;b&#95; &#96;c&#96; "
           "&#91;d&#93;&#40;e&#41; &lt;f&gt; &amp; &#35;g");
    expect(escape_markdown, "one\r\ntwo", "one  two");
}

static void consoles_get_no_control_characters(void) {
    expect(escape_console, "\x1B]0;title\x07", "<U+001B>]0;title<U+0007>");
    expect(escape_console, "a\tb\nc", "a b c");
}

static const struct unit_case cases[] = {
    {"HTML shows what was written", html_shows_what_was_written},
    {"XML attributes keep their line ends", xml_attributes_keep_their_line_ends},
    {"JSON loses nothing", json_loses_nothing},
    {"TAP stays on its line", tap_stays_on_its_line},
    {"GitHub commands cannot be forged", github_commands_cannot_be_forged},
    {"Markdown is shown as written", markdown_is_shown_as_written},
    {"consoles get no control characters", consoles_get_no_control_characters},
};

UNIT_MAIN("reports: escaping", cases)
