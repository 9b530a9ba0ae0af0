#include "compare/changes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/escape.h"
#include "document/members.h"
#include "document/wording.h"
#include "reports.h"

#define BRIEF 20 /* changes on a console; the pages have all */

const char *const change_kind_names[CHANGE_KINDS] = {"worse", "better", "new", "gone", "changed in detail"};

static bool is_idle(enum verdict verdict) { return verdict == VERDICT_NOT_APPLICABLE || verdict == VERDICT_SKIPPED; }

static bool is_open(enum verdict verdict) { return verdict == VERDICT_NOTRUN || verdict == VERDICT_INCOMPLETE; }

/* Of two different verdicts. */
static enum change_kind kind_of(enum verdict before, enum verdict after) {
    bool was_good = before == VERDICT_PASS || before == VERDICT_WARN;
    bool is_good = after == VERDICT_PASS || after == VERDICT_WARN;
    bool was_silent = is_idle(before) || is_open(before);
    if (is_idle(after) || is_open(after)) {
        return was_good ? CHANGE_WORSE : was_silent || is_open(after) ? CHANGE_DETAIL : CHANGE_BETTER;
    }
    if (was_silent) {
        return is_good ? CHANGE_BETTER : CHANGE_WORSE;
    }
    return after < before ? CHANGE_WORSE : CHANGE_BETTER;
}

/* The length of a dump such as "e4 0f c6 01": at least four bytes, for words of two letters mean something. */
static size_t dump_length(const char *string) {
    size_t length = 0;
    while (isxdigit((unsigned char)string[length]) && isxdigit((unsigned char)string[length + 1]) &&
           !isalnum((unsigned char)string[length + 2])) {
        length += string[length + 2] == ' ' ? 3 : 2;
    }
    return length >= 11 ? length : 0;
}

/* The length of what may differ from run to run and means nothing: a hexadecimal number, one of four digits and up, a
 * dump of memory. */
static size_t volatile_length(const char *string) {
    size_t length = dump_length(string);
    if (length != 0) {
        return length;
    }
    if (string[0] == '0' && (string[1] == 'x' || string[1] == 'X')) {
        return 2 + strspn(string + 2, "0123456789abcdefABCDEF");
    }
    length = strspn(string, "0123456789");
    return length >= 4 ? length : 0;
}

/* Handles, addresses, ports, times and what was never written become "#". */
static void append_steady(struct text *text, const char *string) {
    while (*string != '\0') {
        size_t length = volatile_length(string);
        if (length != 0) {
            text_append_char(text, '#');
        } else {
            /* A whole number or word at a time, so that none is looked at from its middle. */
            while (isalnum((unsigned char)string[length])) {
                length++;
            }
            length = length == 0 ? 1 : length;
            text_append_bytes(text, string, length);
        }
        string += length;
    }
}

/* What an outcome says besides its verdict. */
static char *signature(const struct results *results, size_t provider, size_t scenario) {
    const struct outcome *outcome = results_outcome(results, provider, scenario);
    const struct attempt *attempt = results_attempt(results, provider, scenario, outcome->round);
    struct text text = {0};
    append_steady(&text, attempt->reason);
    text_append_char(&text, '\n');
    append_steady(&text, attempt->exception);
    for (size_t i = 0; i < attempt->check_count; i++) {
        const struct check *check = &attempt->checks[i];
        if (check->verdict <= CHECK_NOTED) {
            text_format(&text, "\n%s %s ", check->requirement, check_verdict_names[check->verdict]);
            append_steady(&text, check->expected);
            text_append_char(&text, '\n');
            append_steady(&text, check->observed);
        }
    }
    return text_release(&text);
}

static bool says_the_same(const struct changes *changes, const struct change *change) {
    char *before = signature(changes->before, change->old_provider, change->old_scenario);
    char *after = signature(changes->after, change->new_provider, change->new_scenario);
    bool same =
        strcmp(before, after) == 0 && change_before(changes, change)->flaky == change_after(changes, change)->flaky;
    free(before);
    free(after);
    return same;
}

static void add(struct changes *changes, struct change change) {
    changes->list = memory_grow(changes->list, changes->count, &changes->capacity, sizeof *changes->list);
    changes->list[changes->count++] = change;
    changes->counts[change.kind]++;
}

static void compare_outcomes(struct changes *changes, struct change change) {
    enum verdict before = change_before(changes, &change)->verdict;
    enum verdict after = change_after(changes, &change)->verdict;
    if (before != after) {
        change.kind = kind_of(before, after);
    } else if (!says_the_same(changes, &change)) {
        change.kind = CHANGE_DETAIL;
    } else {
        changes->same++;
        return;
    }
    add(changes, change);
}

/* The provider of the other run with the same id, which is made from its name. */
static size_t find_provider(const struct results *results, const char *id) {
    size_t i = 0;
    while (i < results->provider_count && strcmp(results->providers[i].id, id) != 0) {
        i++;
    }
    return i < results->provider_count ? i : SIZE_MAX;
}

static void find_new(struct changes *changes, size_t provider) {
    const struct results *before = changes->before;
    const struct results *after = changes->after;
    size_t old_provider = find_provider(before, after->providers[provider].id);
    for (size_t i = 0; i < after->scenario_count; i++) {
        size_t old = results_find_scenario(before, after->scenarios[i].id);
        struct change change = {CHANGE_NEW, old_provider, old, provider, i};
        if (old_provider == SIZE_MAX || old == SIZE_MAX) {
            change.old_provider = change.old_scenario = SIZE_MAX;
            add(changes, change);
        } else {
            compare_outcomes(changes, change);
        }
    }
}

static void find_gone(struct changes *changes, size_t provider) {
    const struct results *before = changes->before;
    bool there = find_provider(changes->after, before->providers[provider].id) != SIZE_MAX;
    for (size_t i = 0; i < before->scenario_count; i++) {
        if (!there || results_find_scenario(changes->after, before->scenarios[i].id) == SIZE_MAX) {
            add(changes, (struct change){CHANGE_GONE, provider, i, SIZE_MAX, SIZE_MAX});
        }
    }
}

const struct outcome *change_before(const struct changes *changes, const struct change *change) {
    return change->old_provider == SIZE_MAX
               ? NULL
               : results_outcome(changes->before, change->old_provider, change->old_scenario);
}

const struct outcome *change_after(const struct changes *changes, const struct change *change) {
    return change->new_provider == SIZE_MAX
               ? NULL
               : results_outcome(changes->after, change->new_provider, change->new_scenario);
}

/* By kind; within one as they were found. */
static int compare(const void *left, const void *right) {
    const struct change *a = *(const struct change *const *)left;
    const struct change *b = *(const struct change *const *)right;
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return a < b ? -1 : a > b;
}

static void sort(struct changes *changes) {
    const struct change **order = memory_zeroed(changes->count, sizeof *order);
    struct change *sorted = memory_zeroed(changes->count, sizeof *sorted);
    for (size_t i = 0; i < changes->count; i++) {
        order[i] = &changes->list[i];
    }
    if (changes->count > 1) {
        qsort(order, changes->count, sizeof *order, compare);
    }
    for (size_t i = 0; i < changes->count; i++) {
        sorted[i] = *order[i];
    }
    free(order);
    free(changes->list);
    changes->list = sorted;
    changes->capacity = changes->count;
}

void changes_find(struct changes *changes, const struct results *before, const struct results *after) {
    *changes = (struct changes){.before = before, .after = after};
    for (size_t i = 0; i < after->provider_count; i++) {
        find_new(changes, i);
    }
    for (size_t i = 0; i < before->provider_count; i++) {
        find_gone(changes, i);
    }
    sort(changes);
}

void changes_free(struct changes *changes) {
    free(changes->list);
    *changes = (struct changes){0};
}

static const char *scenario_of(const struct changes *changes, const struct change *change) {
    return change->new_scenario == SIZE_MAX ? changes->before->scenarios[change->old_scenario].id
                                            : changes->after->scenarios[change->new_scenario].id;
}

static const char *provider_of(const struct changes *changes, const struct change *change) {
    return change->new_provider == SIZE_MAX ? changes->before->providers[change->old_provider].name
                                            : changes->after->providers[change->new_provider].name;
}

static const char *verdict_of(const struct outcome *outcome) {
    return outcome == NULL ? "" : verdict_names[outcome->verdict];
}

static void put_headline(const struct changes *changes, const struct change *change, struct text *text) {
    if (change->new_provider != SIZE_MAX && change_after(changes, change)->verdict != VERDICT_PASS) {
        wording_headline(text, changes->after, change->new_provider, change->new_scenario);
    }
}

static void put_change(const struct changes *changes, const struct change *change, struct text *text) {
    const struct outcome *before = change_before(changes, change);
    const struct outcome *after = change_after(changes, change);
    struct text headline = {0};
    text_format(text, "%s: ", change_kind_names[change->kind]);
    if (before != NULL && after != NULL && before->verdict != after->verdict) {
        text_format(text, "%s, was %s: ", verdict_of(after), verdict_of(before));
    } else {
        text_format(text, "%s: ", verdict_of(after == NULL ? before : after));
    }
    escape_console(text, scenario_of(changes, change));
    text_append(text, " on ");
    escape_console(text, provider_of(changes, change));
    text_append_char(text, '\n');
    put_headline(changes, change, &headline);
    if (headline.length != 0) {
        text_append(text, "    ");
        escape_console(text, headline.string);
        text_append_char(text, '\n');
    }
    text_free(&headline);
}

static void put_counts(const struct changes *changes, struct text *text) {
    for (size_t i = 0; i < CHANGE_KINDS; i++) {
        text_format(text, "%zu %s, ", changes->counts[i], change_kind_names[i]);
    }
    text_format(text, "%zu the same\n", changes->same);
}

void changes_text(const struct changes *changes, struct text *text) {
    for (size_t i = 0; i < changes->count; i++) {
        put_change(changes, &changes->list[i], text);
    }
    put_counts(changes, text);
}

void reports_changes(const struct results *results, const struct results *baseline, struct text *text) {
    struct changes changes;
    size_t told = 0;
    changes_find(&changes, baseline, results);
    struct text started = {0};
    wording_time(&started, baseline->started);
    text_append(text, "since the run of ");
    escape_console(text, text_string(&started));
    text_append(text, ": ");
    text_free(&started);
    put_counts(&changes, text);
    /* The list has these two kinds first. */
    size_t wanted = changes.counts[CHANGE_WORSE] + changes.counts[CHANGE_BETTER];
    for (; told < wanted && told < BRIEF; told++) {
        text_append(text, "  ");
        put_change(&changes, &changes.list[told], text);
    }
    if (told < wanted) {
        text_format(text, "  ... and %zu more\n", wanted - told);
    }
    changes_free(&changes);
}

void changes_json(const struct changes *changes, struct text *text) {
    static const char *const keys[CHANGE_KINDS] = {"worse", "better", "new", "gone", "changed"};
    text_append(text, "{\"schema\": \"wspcheck-comparison/1\",\n \"counts\": {");
    for (size_t i = 0; i < CHANGE_KINDS; i++) {
        members_number(text, keys[i], changes->counts[i]);
    }
    members_number(text, "same", changes->same);
    text_append(text, "},\n \"changes\": [");
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->list[i];
        struct text headline = {0};
        put_headline(changes, change, &headline);
        text_append(text, i == 0 ? "\n  {" : ",\n  {");
        members_string(text, "kind", keys[change->kind]);
        members_string(text, "provider", provider_of(changes, change));
        members_string(text, "scenario", scenario_of(changes, change));
        members_string(text, "before", verdict_of(change_before(changes, change)));
        members_string(text, "after", verdict_of(change_after(changes, change)));
        members_string(text, "headline", text_string(&headline));
        text_append_char(text, '}');
        text_free(&headline);
    }
    text_append(text, "]}\n");
}
