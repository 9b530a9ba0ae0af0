#include "results/expectations_update.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/expectations.h"

/* What the run says about one entry. */
struct evidence {
    size_t outcomes; /* that it speaks for and that say anything */
    size_t as_said;  /* have its verdict */
    size_t silent;   /* broken, incomplete or not run */
    enum verdict verdict;
    bool same; /* all outcomes have that verdict */
};

static bool says_nothing(enum verdict verdict) {
    return verdict == VERDICT_BROKEN || verdict == VERDICT_INCOMPLETE || verdict == VERDICT_NOTRUN;
}

static void gather(const struct expectations *expectations, const struct results *results, struct evidence *evidence) {
    for (size_t provider = 0; provider < results->provider_count; provider++) {
        for (size_t i = 0; i < results->scenario_count; i++) {
            enum verdict verdict = results_outcome(results, provider, i)->verdict;
            const struct expectation *entry =
                expectations_find(expectations, &results->providers[provider], results->scenarios[i].id);
            if (entry == NULL) {
                continue;
            }
            struct evidence *found = &evidence[entry - expectations->entries];
            if (says_nothing(verdict)) {
                found->silent++;
                continue;
            }
            found->same = found->outcomes == 0 || (found->same && found->verdict == verdict);
            found->verdict = verdict;
            found->as_said += verdict == entry->verdict;
            found->outcomes++;
        }
    }
}

static void put_word(struct text *text, const char *word) {
    bool quoted = word[0] == '\0' || strpbrk(word, " \t") != NULL;
    text_format(text, quoted ? "\"%s\" " : "%s ", word);
}

static void put_entry(struct text *text, const char *provider, const char *scenario, enum verdict verdict,
                      const char *until, const char *reason) {
    put_word(text, provider);
    put_word(text, scenario);
    text_format(text, "%s ", verdict_names[verdict]);
    if (until[0] != '\0') {
        text_format(text, "until %s ", until);
    }
    text_append(text, reason);
    text_append_char(text, '\n');
}

/* Copies, rewrites or drops the line of an entry. */
static void put_old(struct text *text, const char *line, size_t length, const struct expectation *entry,
                    const struct evidence *evidence, bool asked, struct expectations_changes *changes) {
    bool unused = evidence->outcomes == 0 && evidence->silent == 0 && asked;
    bool needless = evidence->outcomes != 0 && evidence->silent == 0 && evidence->same &&
                    verdict_is_good(evidence->verdict) && evidence->verdict != entry->verdict &&
                    evidence->verdict != VERDICT_SKIPPED;
    if (unused || needless) {
        changes->removed++;
    } else if (evidence->outcomes != 0 && evidence->as_said == 0 && evidence->same &&
               !verdict_is_good(evidence->verdict)) {
        put_entry(text, entry->provider, entry->scenario, evidence->verdict, entry->until, entry->reason);
        changes->changed++;
    } else {
        text_append_bytes(text, line, length);
        changes->kept++;
    }
}

/* The new text's old part: every line that is no entry as it was. */
static void put_lines(struct text *text, const char *old, const struct expectations *expectations,
                      const struct evidence *evidence, const struct results *results,
                      struct expectations_changes *changes) {
    size_t next = 0;
    for (unsigned number = 1; *old != '\0'; number++) {
        size_t length = strcspn(old, "\n");
        length += old[length] == '\n';
        if (next < expectations->count && expectations->entries[next].line == number) {
            const struct expectation *entry = &expectations->entries[next];
            put_old(text, old, length, entry, &evidence[next], expectation_is_asked(results, entry), changes);
            next++;
        } else {
            text_append_bytes(text, old, length);
        }
        old += length;
    }
    if (text->length != 0 && text->string[text->length - 1] != '\n') {
        text_append_char(text, '\n');
    }
}

/* Adds a line for each bad outcome that no line speaks for. A more general line would win over one at the end, so where
 * one speaks for other outcomes in another way, nothing can be added and the user has to decide. */
static void put_new(struct text *text, const struct results *results, struct expectations_changes *changes) {
    struct expectations *now = NULL;
    if (expectations_parse(&now, text_string(text), "", NULL) != STATUS_OK) {
        return;
    }
    for (size_t provider = 0; provider < results->provider_count; provider++) {
        for (size_t i = 0; i < results->scenario_count; i++) {
            const struct outcome *outcome = results_outcome(results, provider, i);
            const char *id = results->scenarios[i].id;
            if (verdict_is_good(outcome->verdict) || says_nothing(outcome->verdict) ||
                expectations_find(now, &results->providers[provider], id) != NULL) {
                continue;
            }
            if (changes->added++ == 0) {
                text_format(text, "\n# Seen in the run started %.40s; say why.\n", results->started);
            }
            put_entry(text, results->providers[provider].name, id, outcome->verdict, "", "not explained yet");
        }
    }
    expectations_free(now);
}

enum status expectations_update(const char *old, const char *name, const struct results *results, struct text *text,
                                struct expectations_changes *changes, struct error *error) {
    struct expectations *expectations = NULL;
    enum status status = expectations_parse(&expectations, old, name, error);
    *changes = (struct expectations_changes){0};
    if (status != STATUS_OK) {
        return status;
    }
    struct evidence *evidence = memory_zeroed(expectations->count, sizeof *evidence);
    gather(expectations, results, evidence);
    put_lines(text, old, expectations, evidence, results, changes);
    put_new(text, results, changes);
    free(evidence);
    expectations_free(expectations);
    return STATUS_OK;
}
