/*
 * The vocabulary: the Lua chunks that turn the primitives of bindings.h into the words of scenario scripts. Constant
 * data, made from .lua files at build time by embed.py.
 *
 * Every chunk is called, in order, as chunk(spi, vocabulary). The last one leaves in the table vocabulary: environment
 * (what scripts see besides the fenced base library), wsp() (what run is called with), probe(spi), applies(needs,
 * entry, traits), need_words and method_words (sets).
 */
#ifndef WSPCHECK_SCENARIO_VOCABULARY_H
#define WSPCHECK_SCENARIO_VOCABULARY_H

#include <stddef.h>

struct vocabulary_chunk {
    const char *name; /* as it stands in messages */
    const unsigned char *source;
    size_t length;
};

struct vocabulary {
    const struct vocabulary_chunk *chunks;
    size_t count;
};

extern const struct vocabulary vocabulary_embedded;

#endif
