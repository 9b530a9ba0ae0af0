#include "run/plan.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/wide.h"
#include "catalog/catalog.h"
#include "results/sha256.h"
#include "run/options.h"
#include "run/roster.h"
#include "run/version.h"
#include "scenario/library.h"

/* What the host DLL's entries are called that a run is about when nobody says otherwise. */
static const char *const default_host_names[] = {"host TCP/IP", "host TCP/IPv6"};

/* So many providers are named to someone who misspelt one. */
#define NAMES_AT_MOST 24

static bool is_glob(const char *word) { return strpbrk(word, "*?") != NULL; }

static bool matches_any(const struct words *globs, const char *name) {
    for (size_t i = 0; i < globs->count; i++) {
        if (text_matches(globs->items[i], name)) {
            return true;
        }
    }
    return globs->count == 0;
}

static bool verifies_any(const struct words *globs, const struct scenario_info *scenario) {
    for (size_t i = 0; i < scenario->verifies_count; i++) {
        if (matches_any(globs, scenario->verifies[i])) {
            return true;
        }
    }
    return globs->count == 0;
}

/* A misspelt name must not silently choose nothing. */
static enum status verify_names(const struct run_options *options, const struct library *library, struct error *error) {
    for (size_t i = 0; i < options->scenarios.count; i++) {
        const char *word = options->scenarios.items[i];
        if (!is_glob(word) && library_find_scenario(library, word) == NULL) {
            return error_set(error, STATUS_USAGE, "there is no scenario %s; \"wspcheck run --list\" names them all",
                             word);
        }
    }
    for (size_t i = 0; i < options->requirements.count; i++) {
        const char *word = options->requirements.items[i];
        if (!is_glob(word) && library_find_requirement(library, word) == NULL) {
            return error_set(error, STATUS_USAGE,
                             "there is no requirement %s; they are in the suites' requirements folder", word);
        }
    }
    if (options->break_at != NULL && library_find_scenario(library, options->break_at) == NULL) {
        return error_set(error, STATUS_USAGE, "--break: there is no scenario %s", options->break_at);
    }
    return STATUS_OK;
}

/* splitmix64: small, and the same on every machine. */
static uint64_t next_random(uint64_t *state) {
    uint64_t mixed = *state += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

void plan_shuffle(struct plan_scenario *scenarios, size_t count, unsigned long seed) {
    uint64_t state = seed;
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(next_random(&state) % i);
        struct plan_scenario moved = scenarios[i - 1];
        scenarios[i - 1] = scenarios[other];
        scenarios[other] = moved;
    }
}

static void reverse(struct plan_scenario *scenarios, size_t count) {
    for (size_t i = 0; i < count / 2; i++) {
        struct plan_scenario moved = scenarios[i];
        scenarios[i] = scenarios[count - 1 - i];
        scenarios[count - 1 - i] = moved;
    }
}

static enum status nothing_chosen(const struct plan *plan, size_t matched, size_t all, struct error *error) {
    if (matched != 0) {
        return error_set(error, STATUS_NOTHING, "none of the %zu chosen scenarios belongs to the shard %u/%u", matched,
                         plan->shard.index, plan->shard.total);
    }
    return error_set(error, STATUS_NOTHING,
                     "none of the %zu scenarios was chosen; look at --scenario and --requirement", all);
}

static bool holds_break(const struct plan *plan, const char *id) {
    for (size_t i = 0; i < plan->scenario_count; i++) {
        if (strcmp(plan->scenarios[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

enum status plan_scenarios(struct plan *plan, const struct run_options *options, const struct library *library,
                           struct error *error) {
    if (verify_names(options, library, error) != STATUS_OK) {
        return error->status;
    }
    size_t all = library_scenarios(library), matched = 0;
    plan->shard = options->shard;
    plan->rounds = options->repeat == 0 ? 1 : (unsigned)options->repeat;
    plan->scenarios = memory_zeroed(all, sizeof *plan->scenarios);
    for (size_t i = 0; i < all; i++) {
        const struct scenario_info *info = library_scenario(library, i);
        if (!matches_any(&options->scenarios, info->id) || !verifies_any(&options->requirements, info)) {
            continue;
        }
        matched++;
        if (shard_holds(&plan->shard, info->id)) {
            plan->scenarios[plan->scenario_count++] =
                (struct plan_scenario){.id = info->id, .isolated = info->isolated, .info = info};
        }
    }
    if (plan->scenario_count == 0) {
        return nothing_chosen(plan, matched, all, error);
    }
    if (options->break_at != NULL && !holds_break(plan, options->break_at)) {
        return error_set(error, STATUS_USAGE, "--break %s: this scenario is not among the chosen ones",
                         options->break_at);
    }
    if (options->shuffle) {
        plan->shuffled = true;
        plan->seed = options->seed;
        plan_shuffle(plan->scenarios, plan->scenario_count, plan->seed);
    } else if (options->reverse) {
        reverse(plan->scenarios, plan->scenario_count);
    }
    return STATUS_OK;
}

/* A layer's own entry cannot open sockets, and hidden ones are for those who ask by id. */
static bool is_testable(const struct catalog_entry *entry) {
    return catalog_chain_length(entry) != LAYERED_PROTOCOL && (entry->info.dwProviderFlags & PFL_HIDDEN) == 0;
}

static bool belongs_to(const struct catalog_entry *entry, wchar_t *const *dlls, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (catalog_has_dll(entry, dlls[i])) {
            return true;
        }
    }
    return false;
}

static bool is_default(const struct roster *roster, const struct catalog_entry *entry) {
    if (roster->own[OWN_REFERENCE] != NULL && catalog_has_dll(entry, roster->own[OWN_REFERENCE])) {
        return true;
    }
    bool of_host = roster->own[OWN_HOST] != NULL && catalog_has_dll(entry, roster->own[OWN_HOST]);
    for (size_t i = 0; of_host && i < sizeof default_host_names / sizeof default_host_names[0]; i++) {
        if (strcmp(entry->name, default_host_names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool stands_over(const struct roster *roster, const struct catalog_entry *entry, const char *over) {
    const struct catalog_entry *base = catalog_base_of(&roster->catalog, entry);
    return base != NULL && base != entry && catalog_matches(base, over);
}

/* Whether the options choose this entry; *by_name: a pattern did. */
static bool is_chosen(const struct run_options *options, const struct roster *roster, const struct catalog_entry *entry,
                      bool *by_name) {
    *by_name = false;
    for (size_t i = 0; i < options->providers.count; i++) {
        const char *pattern = options->providers.items[i];
        bool all = strcmp(pattern, "all") == 0;
        if (catalog_matches(entry, pattern) && (is_testable(entry) || !(all || is_glob(pattern)))) {
            *by_name |= !all;
            return true;
        }
    }
    if (options->providers.count != 0 || !is_testable(entry)) {
        return false;
    }
    if (roster->dll_count == 0) {
        return is_default(roster, entry);
    }
    return belongs_to(entry, roster->dlls, roster->dll_count) &&
           (options->over == NULL || stands_over(roster, entry, options->over));
}

/* What the provider's DLL is. Many entries may share one. */
static void identify_dll(struct plan *plan, struct plan_provider *provider, const wchar_t *path) {
    const struct plan_provider *before = plan->provider_count == 0 ? NULL : &plan->providers[plan->provider_count - 1];
    if (before != NULL && strcmp(before->dll, provider->dll) == 0) {
        provider->sha256 = memory_string(before->sha256);
        provider->dll_version = memory_string(before->dll_version);
        return;
    }
    char digits[SHA256_DIGITS + 1] = "";
    struct error error = {0};
    if (sha256_of_file(provider->dll, digits, &error) != STATUS_OK) {
        text_format(&plan->notes, "%s\n", error.message);
        error_clear(&error);
        digits[0] = '\0';
    }
    provider->sha256 = memory_string(digits);
    provider->dll_version = version_of_file(path);
}

static void add_provider(struct plan *plan, const struct catalog_entry *entry) {
    wchar_t *path = catalog_expand_path(entry);
    struct plan_provider provider = {.entry = entry, .name = memory_string(entry->name), .dll = wide_to_utf8(path)};
    identify_dll(plan, &provider, path);
    free(path);
    plan->providers =
        memory_grow(plan->providers, plan->provider_count, &plan->provider_capacity, sizeof *plan->providers);
    plan->providers[plan->provider_count++] = provider;
}

static enum status no_provider(const struct roster *roster, const struct text *without_dll, struct error *error) {
    if (without_dll->length != 0) {
        return error_set(
            error, STATUS_NOTHING,
            "the catalog names no DLL for %s, so there is nothing to load; the host's own stack is reached "
            "through the entries \"host ...\" of wsphost.dll",
            without_dll->string);
    }
    struct text names = {0};
    size_t count = 0;
    for (size_t i = 0; i < roster->catalog.count; i++) {
        const struct catalog_entry *entry = roster->catalog.entries[i];
        if (is_testable(entry) && entry->dll != NULL && ++count <= NAMES_AT_MOST) {
            text_format(&names, "%s\"%s\"", names.length == 0 ? "" : ", ", entry->name);
        }
    }
    if (count > NAMES_AT_MOST) {
        text_format(&names, ", and %zu more, which \"wspcheck list\" prints", count - NAMES_AT_MOST);
    }
    error_set(error, STATUS_NOTHING, "no provider was chosen; there are: %s%s%s",
              names.length == 0 ? "none that has a DLL" : names.string,
              roster->notes.length == 0 ? "" : ". Also: ", text_string(&roster->notes));
    text_free(&names);
    return error->status;
}

enum status plan_providers(struct plan *plan, const struct run_options *options, const struct roster *roster,
                           struct error *error) {
    struct text without_dll = {0};
    for (size_t i = 0; i < roster->catalog.count; i++) {
        const struct catalog_entry *entry = roster->catalog.entries[i];
        bool by_name;
        if (!is_chosen(options, roster, entry, &by_name)) {
            continue;
        }
        if (entry->dll != NULL) {
            add_provider(plan, entry);
        } else if (by_name) {
            text_format(&without_dll, "%s\"%s\"", without_dll.length == 0 ? "" : ", ", entry->name);
        }
    }
    enum status status = STATUS_OK;
    if (plan->provider_count == 0) {
        status = no_provider(roster, &without_dll, error);
    } else if (without_dll.length != 0) {
        text_format(&plan->notes, "left out, because the catalog names no DLL: %s\n", without_dll.string);
    }
    text_free(&without_dll);
    return status;
}

void plan_free(struct plan *plan) {
    for (size_t i = 0; i < plan->provider_count; i++) {
        free(plan->providers[i].name);
        free(plan->providers[i].dll);
        free(plan->providers[i].sha256);
        free(plan->providers[i].dll_version);
    }
    free(plan->providers);
    free(plan->scenarios);
    text_free(&plan->notes);
    *plan = (struct plan){0};
}
