#include "html/ladder.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/strings.h"

#define MARGIN 84 /* left of the lanes, where the times stand */
#define LANE 222  /* from one lane to the next */
#define HALF 98   /* half a box at a lane's head, and from the outer lanes to the edge */
#define HEAD 58   /* where the rows begin */
#define ROW 36    /* an arrow with its words */
#define BAND 28   /* a check or a note */
#define ROW_LIMIT 300
#define CROWD 3
#define CONTROL "control" /* the sockets of a fence: none of them is what a scenario is about */
#define LABEL_LIMIT 29    /* characters that fit between two lanes */

struct lane {
    char *name; /* of the actor, or of all of its kind; owned */
    bool shared;
    int x;
};

struct ladder {
    struct site *site;
    const struct log *log;
    size_t first; /* the first event that is drawn */
    struct lane *lanes;
    size_t count;
    size_t provider; /* its lane */
    int width;
    int height;
    int *y; /* of each event; 0 for those without a row of their own */
};

/* Providers look contexts up in every call; that says nothing unless it fails. */
static bool is_lookup(const struct event *event) {
    return event->kind == EVENT_UPCALL && event->error[0] == '\0' &&
           strcmp(event->function, "WPUQuerySocketHandleContext") == 0;
}

/* A call that returned before anything else happened is one row. */
static bool is_immediate(const struct log *log, size_t enter) {
    size_t next = enter + 1;
    while (next < log->count && is_lookup(&log->events[next])) {
        next++;
    }
    return log->events[enter].kind == EVENT_ENTER && log->events[enter].partner == next;
}

static bool has_row(const struct log *log, size_t index) {
    const struct event *event = &log->events[index];
    if (is_lookup(event)) {
        return false;
    }
    return event->kind != EVENT_LEAVE || event->partner == SIZE_MAX || !is_immediate(log, event->partner);
}

static bool is_band(const struct event *event) { return event->kind == EVENT_NOTE || event->kind == EVENT_CHECK; }

static const char *actor_of(const struct event *event) { return event->actor[0] == '\0' ? "harness" : event->actor; }

/* The length of "caller" in "caller 12" and of "control" in "control caller"; the whole length of other names. */
static size_t base_length(const char *actor) {
    if (strncmp(actor, CONTROL " ", sizeof CONTROL) == 0) {
        return sizeof CONTROL - 1;
    }
    size_t length = strlen(actor);
    size_t end = length;
    while (end > 0 && actor[end - 1] >= '0' && actor[end - 1] <= '9') {
        end--;
    }
    return end > 1 && end < length && actor[end - 1] == ' ' ? end - 1 : length;
}

static bool has_base(const char *actor, const char *base, size_t length) {
    return base_length(actor) == length && strncmp(actor, base, length) == 0;
}

static bool has_lane(const struct event *event) { return !is_band(event) && event->kind != EVENT_UPCALL; }

/* Who calls stands left of the provider, who listens right of it. */
static bool is_left(const char *name) { return strncmp(name, "caller", 6) == 0 || strcmp(name, "harness") == 0; }

/* The lane that an actor has, its own or the one of its kind; the number of lanes when it has none yet. */
static size_t find_lane(const struct ladder *ladder, const char *actor) {
    size_t i = 0;
    while (i < ladder->count &&
           !(strcmp(ladder->lanes[i].name, actor) == 0 ||
             (ladder->lanes[i].shared && has_base(actor, ladder->lanes[i].name, strlen(ladder->lanes[i].name))))) {
        i++;
    }
    return i;
}

/* Many callers would push the provider out of sight: from three of a kind on they share one lane. */
static bool is_crowded(const struct ladder *ladder, const char *actor) {
    struct lookup seen = {0};
    size_t length = base_length(actor);
    for (size_t i = ladder->first; i < ladder->log->count; i++) {
        const char *other = actor_of(&ladder->log->events[i]);
        if (has_lane(&ladder->log->events[i]) && has_base(other, actor, length)) {
            lookup_add(&seen, other, i);
        }
    }
    bool crowded = seen.count >= CROWD;
    lookup_free(&seen);
    return crowded;
}

static void add_lane(struct ladder *ladder, const char *actor, bool shared) {
    size_t length = shared ? base_length(actor) : strlen(actor);
    ladder->lanes = memory_resize(ladder->lanes, ladder->count + 1, sizeof *ladder->lanes);
    ladder->lanes[ladder->count++] = (struct lane){.name = text_make("%.*s", (int)length, actor), .shared = shared};
}

static void add_lanes(struct ladder *ladder, bool left) {
    for (size_t i = ladder->first; i < ladder->log->count; i++) {
        const char *name = actor_of(&ladder->log->events[i]);
        if (has_lane(&ladder->log->events[i]) && is_left(name) == left && find_lane(ladder, name) == ladder->count) {
            add_lane(ladder, name, is_crowded(ladder, name));
        }
    }
}

static void lay_out_lanes(struct ladder *ladder) {
    add_lanes(ladder, true);
    ladder->provider = ladder->count;
    add_lane(ladder, "the provider", false);
    add_lanes(ladder, false);
    for (size_t i = 0; i < ladder->count; i++) {
        ladder->lanes[i].x = MARGIN + HALF + (int)i * LANE;
    }
    ladder->width = ladder->lanes[ladder->count - 1].x + HALF + 8;
}

static void lay_out_rows(struct ladder *ladder) {
    int y = HEAD;
    ladder->y = memory_zeroed(ladder->log->count, sizeof *ladder->y);
    for (size_t i = ladder->first; i < ladder->log->count; i++) {
        if (has_row(ladder->log, i)) {
            y += is_band(&ladder->log->events[i]) ? BAND : ROW;
            ladder->y[i] = y;
        }
    }
    ladder->height = y + 24;
}

/* Where drawing begins so that no more than ROW_LIMIT rows are drawn. */
static size_t first_drawn(const struct log *log) {
    size_t rows = 0;
    size_t first = log->count;
    while (first > 0 && rows < ROW_LIMIT) {
        rows += has_row(log, --first);
    }
    return first;
}

static void put_label(struct site *site, int x, int y, const char *class, const char *words, size_t limit) {
    putf(site,
         "<text class=\"back\" x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"none\" stroke=\"#ffffff\" "
         "stroke-width=\"5\" aria-hidden=\"true\">",
         x, y);
    put_short(site, words, limit);
    putf(site, "</text><text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">", class, x, y);
    put_short(site, words, limit);
    put(site, "</text>\n");
}

struct style {
    const char *line; /* classes */
    const char *head;
    const char *text;
    const char *colour; /* for where there is no style sheet */
    const char *dashes;
};

static const struct style call_style = {"s-call", "h-call", "", "#15202b", ""};
static const struct style back_style = {"s-back", "h-call", "", "#15202b", " stroke-dasharray=\"6 4\""};
static const struct style condition_style = {"s-condition", "h-condition", "t-condition", "#7c4dcc", ""};
static const struct style sign_style = {"s-sign", "h-sign", "t-sign", "#4a83cf", " stroke-dasharray=\"2 4\""};

/* An arrow between an actor and the provider, with words above it. */
static void put_arrow(struct ladder *ladder, size_t index, bool to_provider, const struct style *style,
                      const char *text_class, const char *words) {
    const struct event *event = &ladder->log->events[index];
    const struct lane *lane = &ladder->lanes[find_lane(ladder, actor_of(event))];
    int actor = lane->x;
    int provider = ladder->lanes[ladder->provider].x;
    int from = to_provider ? actor : provider;
    int to = to_provider ? provider : actor;
    int direction = to > from ? 1 : -1;
    int y = ladder->y[index];
    int span = abs(to - from) / LANE;
    char *label = lane->shared ? text_make("%s: %s", actor_of(event), words) : memory_string(words);
    putf(ladder->site, "<path class=\"%s\" d=\"M%d %dH%d\" stroke=\"%s\" stroke-width=\"1.5\"%s/>", style->line,
         from + 5 * direction, y, to - 11 * direction, style->colour, style->dashes);
    putf(ladder->site, "<path class=\"%s\" d=\"M%d %dl%d -4.5v9z\" fill=\"%s\"/>\n", style->head, to - 3 * direction, y,
         -9 * direction, style->colour);
    put_label(ladder->site, (from + to) / 2, y - 7, text_class, label, (size_t)(span < 1 ? 1 : span) * LABEL_LIMIT);
    free(label);
}

/* "WSPAccept = WSATRY_AGAIN", the error when there is one. */
static char *result_words(const struct event *event, const char *function) {
    return text_make("%s = %s", function, event->error[0] == '\0' ? event->result : event->error);
}

static void put_return(struct ladder *ladder, size_t index, size_t drawn_at, bool to_provider,
                       const struct style *style) {
    const struct event *leave = &ladder->log->events[index];
    char *words = result_words(leave, leave->function);
    put_arrow(ladder, drawn_at, to_provider, style, leave->error[0] == '\0' ? "" : "t-fail", words);
    free(words);
}

/* The time that a call is pending, as a bar on its caller's lane. */
static void put_busy(struct ladder *ladder, size_t enter) {
    const struct event *event = &ladder->log->events[enter];
    int x = ladder->lanes[find_lane(ladder, actor_of(event))].x;
    int end = event->partner == SIZE_MAX ? ladder->height - 12 : ladder->y[event->partner];
    putf(ladder->site,
         "<rect class=\"busy\" x=\"%d\" y=\"%d\" width=\"8\" height=\"%d\" rx=\"3\" fill=\"#e4eefc\" "
         "stroke=\"#4a83cf\"/>\n",
         x - 4, ladder->y[enter], end - ladder->y[enter]);
}

static void put_enter(struct ladder *ladder, size_t index) {
    const struct event *event = &ladder->log->events[index];
    if (is_immediate(ladder->log, index)) {
        put_return(ladder, event->partner, index, true, &call_style);
        return;
    }
    char *words = text_make(event->partner == SIZE_MAX ? "%s: no return" : "%s \xE2\x80\xA6", event->function);
    put_arrow(ladder, index, true, &call_style, "", words);
    free(words);
}

static void put_condition(struct ladder *ladder, size_t index) {
    const struct event *event = &ladder->log->events[index];
    const char *caller = NULL;
    for (size_t i = 0; i < event->parameter_count; i++) {
        caller = strcmp(event->parameters[i].name, "lpCallerId") == 0 ? event->parameters[i].value : caller;
    }
    char *words = caller == NULL ? text_make("condition call") : text_make("condition: %s", caller);
    put_arrow(ladder, index, false, &condition_style, condition_style.text, words);
    free(words);
}

static void put_indication(struct ladder *ladder, size_t index) {
    const struct event *event = &ladder->log->events[index];
    char *words =
        text_make("%s%s%s by %s", event->names, event->error[0] == '\0' ? "" : " ", event->error, event->text);
    put_arrow(ladder, index, false, &sign_style, event->error[0] == '\0' ? sign_style.text : "t-fail", words);
    free(words);
}

/* A band over the whole width, or over the provider's lane for an upcall. */
static void put_band(struct ladder *ladder, size_t index, const char *name, const char *words) {
    int left = MARGIN;
    int width = ladder->width - MARGIN - 8;
    int y = ladder->y[index];
    putf(ladder->site,
         "<rect class=\"w-%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"22\" rx=\"5\" fill=\"#e9edf1\"/>"
         "<text class=\"t-%s\" x=\"%d\" y=\"%d\">",
         name, left, y - 16, width, name, left + 10, y);
    put_short(ladder->site, words, (size_t)(width - 20) * 10 / 74);
    put(ladder->site, "</text>\n");
}

static void put_check_band(struct ladder *ladder, size_t index) {
    const struct check *check = &ladder->log->events[index].check;
    char *words = check->verdict == CHECK_PASS
                      ? text_make("pass  %s", check->requirement)
                      : text_make("%s  %s: expected %s, observed %s", check_verdict_names[check->verdict],
                                  check->requirement, check->expected, check->observed);
    put_band(ladder, index, check->verdict == CHECK_NOTED ? "none" : check_verdict_names[check->verdict], words);
    free(words);
}

static void put_upcall(struct ladder *ladder, size_t index) {
    const struct event *event = &ladder->log->events[index];
    int x = ladder->lanes[ladder->provider].x;
    char *words = result_words(event, event->function);
    putf(ladder->site,
         "<rect class=\"box\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"22\" rx=\"4\" fill=\"#f0f3f6\" "
         "stroke=\"#d8dee5\"/>",
         x - 114, ladder->y[index] - 16, 228);
    put_label(ladder->site, x, ladder->y[index], event->error[0] == '\0' ? "" : "t-fail", words, LABEL_LIMIT);
    free(words);
}

static void put_row(struct ladder *ladder, size_t index) {
    const struct event *event = &ladder->log->events[index];
    putf(ladder->site, "<text class=\"dim\" x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"11\">", MARGIN - 10,
         ladder->y[index]);
    put_duration(ladder->site, event->at_us);
    put(ladder->site, "</text>");
    switch (event->kind) {
    case EVENT_ENTER:
        put_enter(ladder, index);
        break;
    case EVENT_LEAVE:
        put_return(ladder, index, index, false, &back_style);
        break;
    case EVENT_CONDITION:
        put_condition(ladder, index);
        break;
    case EVENT_DECISION:
        put_arrow(ladder, index, true, &condition_style, condition_style.text, event->text);
        break;
    case EVENT_INDICATION:
        put_indication(ladder, index);
        break;
    case EVENT_UPCALL:
        put_upcall(ladder, index);
        break;
    case EVENT_CHECK:
        put_check_band(ladder, index);
        break;
    default:
        put_band(ladder, index, "none", event->text);
    }
}

static void put_lanes(struct ladder *ladder) {
    for (size_t i = 0; i < ladder->count; i++) {
        int x = ladder->lanes[i].x;
        putf(ladder->site, "<path class=\"lane\" d=\"M%d 40V%d\" stroke=\"#d8dee5\" stroke-width=\"1.5\"/>", x,
             ladder->height - 8);
        putf(ladder->site,
             "<rect class=\"box\" x=\"%d\" y=\"8\" width=\"%d\" height=\"30\" rx=\"6\" fill=\"#f0f3f6\" "
             "stroke=\"#d8dee5\"/><text x=\"%d\" y=\"28\" text-anchor=\"middle\" font-weight=\"600\">",
             x - HALF + 10, 2 * HALF - 20, x);
        put_short(ladder->site, ladder->lanes[i].name, 24);
        put(ladder->site, ladder->lanes[i].shared ? "s</text>\n" : "</text>\n");
    }
    for (size_t i = ladder->first; i < ladder->log->count; i++) {
        if (ladder->log->events[i].kind == EVENT_ENTER && !is_immediate(ladder->log, i)) {
            put_busy(ladder, i);
        }
    }
}

static bool has_lookups(const struct log *log) {
    for (size_t i = 0; i < log->count; i++) {
        if (is_lookup(&log->events[i])) {
            return true;
        }
    }
    return false;
}

void put_ladder(struct site *site, const struct log *log) {
    struct ladder ladder = {.site = site, .log = log, .first = first_drawn(log)};
    if (log->count == 0) {
        return;
    }
    lay_out_lanes(&ladder);
    lay_out_rows(&ladder);
    put(site,
        "<h2>What happened</h2>\n<p class=\"note\">Time runs downwards. Solid arrows are calls into the provider, "
        "dashed ones their return, violet ones the condition function and its decision, dotted ones indications; "
        "a bar is a call that is pending.");
    if (ladder.first != 0) {
        put(site, " The beginning is left out; the log below has it.");
    }
    if (has_lookups(log)) {
        put(site, " Lookups of a handle's context are in the log only.");
    }
    unsigned long id = ++site->ids;
    putf(site,
         "</p>\n<div class=\"scroll ladder\" role=\"group\" tabindex=\"0\" aria-labelledby=\"d%lu\">"
         "<svg role=\"img\" aria-labelledby=\"d%lu\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-size=\"12\" "
         "font-family=\"ui-monospace, Consolas, 'DejaVu Sans Mono', monospace\">\n<title id=\"d%lu\">The calls, "
         "condition calls, indications and results in order of time</title>\n",
         id, id, ladder.width, ladder.height, ladder.width, ladder.height, id);
    put_lanes(&ladder);
    for (size_t i = ladder.first; i < log->count; i++) {
        if (ladder.y[i] != 0) {
            put_row(&ladder, i);
        }
    }
    put(site, "</svg></div>\n");
    for (size_t i = 0; i < ladder.count; i++) {
        free(ladder.lanes[i].name);
    }
    free(ladder.lanes);
    free(ladder.y);
}
