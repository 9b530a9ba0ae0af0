/* The call log as a table. */
#include <string.h>

#include "html/ladder.h"

#define LOG_LIMIT 1500 /* events; a page has to stay readable */

static void put_cell(struct site *site, const char *string) {
    put(site, "<td>");
    put_text(site, string);
    put(site, "</td>");
}

static void put_parameters(struct site *site, const struct event *event) {
    put(site, "<td>");
    for (size_t i = 0; i < event->parameter_count; i++) {
        put(site, i == 0 ? "" : "<br>");
        put_text(site, event->parameters[i].name);
        put(site, " = ");
        put_text(site, event->parameters[i].value);
    }
    put(site, "</td>");
}

static void put_result(struct site *site, const struct event *event) {
    put(site, "<td>");
    put_text(site, event->result);
    if (event->error[0] != '\0') {
        put(site, " <span class=\"err\">");
        put_text(site, event->error);
        put(site, "</span>");
    }
    put(site, "</td>");
}

static void put_check(struct site *site, const struct event *event) {
    put(site, "<td colspan=\"3\">");
    put_check_verdict(site, event->check.verdict);
    put(site, " ");
    put_requirement_link(site, event->check.requirement);
    if (event->check.verdict != CHECK_PASS) {
        put(site, ": expected ");
        put_text(site, event->check.expected);
        put(site, ", observed ");
        put_text(site, event->check.observed);
    }
    put(site, "</td>");
}

/* The three cells behind time, thread and actor: what, with what, and what came of it. */
static void put_event(struct site *site, const struct log *log, size_t index) {
    const struct event *event = &log->events[index];
    switch (event->kind) {
    case EVENT_ENTER:
        put_cell(site, event->function);
        put_cell(site, event->arguments);
        if (event->partner == index + 1) {
            put_result(site, &log->events[index + 1]);
        } else {
            put_cell(site, event->partner == SIZE_MAX ? "never returned" : "pending");
        }
        break;
    case EVENT_LEAVE:
        putf(site, "<td colspan=\"2\">");
        put_text(site, event->function);
        put(site, " returns</td>");
        put_result(site, event);
        break;
    case EVENT_UPCALL:
        put_cell(site, event->function);
        put_cell(site, event->arguments);
        put_result(site, event);
        break;
    case EVENT_CONDITION:
        put_cell(site, "condition function");
        put_parameters(site, event);
        put_cell(site, "");
        break;
    case EVENT_DECISION:
        put(site, "<td colspan=\"2\">condition function answers</td>");
        put_cell(site, event->text);
        break;
    case EVENT_INDICATION:
        put(site, "<td colspan=\"2\">indication by ");
        put_text(site, event->text);
        put(site, ": ");
        put_text(site, event->names);
        put(site, "</td>");
        put_result(site, event);
        break;
    case EVENT_CHECK:
        put_check(site, event);
        break;
    default:
        put(site, "<td colspan=\"3\">");
        put_text(site, event->text);
        put(site, "</td>");
    }
}

void put_calls(struct site *site, const struct log *log) {
    size_t first = log->count > LOG_LIMIT ? log->count - LOG_LIMIT : 0;
    if (log->count == 0) {
        return;
    }
    put(site, "<h2>Call log</h2>\n");
    put_table_start(site, "calls", "Every call, upcall, condition call, indication and check, as they happened");
    put(site, "<thead><tr><th scope=\"col\" class=\"num\">Time</th><th scope=\"col\">Thread</th>"
              "<th scope=\"col\">Socket</th><th scope=\"col\">What</th><th scope=\"col\">With</th>"
              "<th scope=\"col\">Result</th></tr></thead>\n<tbody>\n");
    if (first != 0) {
        putf(site, "<tr><td colspan=\"6\">%zu earlier events are in journal.jsonl only</td></tr>\n", first);
    }
    for (size_t i = first; i < log->count; i++) {
        const struct event *event = &log->events[i];
        bool merged = event->kind == EVENT_LEAVE && event->partner + 1 == i && i != first;
        if (merged) {
            continue;
        }
        putf(site, "<tr%s><td class=\"num\">", event->kind == EVENT_CHECK ? " class=\"e-check\"" : "");
        put_duration(site, event->at_us);
        put(site, "</td>");
        put_cell(site, event->thread);
        put_cell(site, event->actor);
        put_event(site, log, i);
        put(site, "</tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}
