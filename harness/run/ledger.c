#include "run/ledger.h"

#include <stdlib.h>

#include "base/memory.h"

size_t ledger_size(const struct ledger *ledger) { return ledger->providers * ledger->scenarios * ledger->rounds; }

void ledger_make(struct ledger *ledger, size_t providers, size_t scenarios, unsigned rounds) {
    *ledger = (struct ledger){.providers = providers, .scenarios = scenarios, .rounds = rounds};
    ledger->cells = memory_zeroed(ledger_size(ledger), 1);
}

void ledger_free(struct ledger *ledger) {
    free(ledger->cells);
    *ledger = (struct ledger){0};
}

static unsigned char *cell_of(const struct ledger *ledger, const struct item *item) {
    size_t row = item->provider * ledger->rounds + (item->round - 1);
    return &ledger->cells[row * ledger->scenarios + item->scenario];
}

enum cell ledger_get(const struct ledger *ledger, const struct item *item) {
    return (enum cell) * cell_of(ledger, item);
}

void ledger_set(struct ledger *ledger, const struct item *item, enum cell cell) {
    *cell_of(ledger, item) = (unsigned char)cell;
}

bool ledger_walk(const struct ledger *ledger, size_t provider, size_t *position, struct item *item) {
    if (*position >= ledger->scenarios * ledger->rounds) {
        return false;
    }
    item->provider = provider;
    item->round = (unsigned)(*position / ledger->scenarios) + 1;
    item->scenario = *position % ledger->scenarios;
    ++*position;
    return true;
}

size_t ledger_count(const struct ledger *ledger, enum cell cell) {
    size_t count = 0;
    for (size_t i = 0; i < ledger_size(ledger); i++) {
        count += ledger->cells[i] == cell;
    }
    return count;
}
