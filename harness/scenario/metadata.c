#include "scenario/metadata.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/memory.h"

enum { REQUIREMENT_TITLE_LIMIT = 80, SCENARIO_TITLE_LIMIT = 100 };

/* Its address is the key of the declarations in the registry: a list of {name, table, line}. */
static const char declarations_key;

enum { DECLARED_NAME = 1, DECLARED_TABLE, DECLARED_LINE };

void mistake(struct mistakes *mistakes, const char *file, int line, const char *format, ...) {
    struct text text = {0};
    if (file != NULL) {
        text_format(&text, "%s:%d: ", file, line);
    }
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&text, format, arguments);
    va_end(arguments);
    mistakes->lines = memory_grow(mistakes->lines, mistakes->count, &mistakes->capacity, sizeof *mistakes->lines);
    mistakes->lines[mistakes->count++] = (struct mistake_line){.text = text_release(&text), .line = line};
}

void mistakes_sort(struct mistakes *mistakes, size_t first) {
    for (size_t i = first + 1; i < mistakes->count; i++) {
        struct mistake_line moved = mistakes->lines[i];
        size_t at = i;
        for (; at > first && mistakes->lines[at - 1].line > moved.line; at--) {
            mistakes->lines[at] = mistakes->lines[at - 1];
        }
        mistakes->lines[at] = moved;
    }
}

char *mistakes_release(struct mistakes *mistakes) {
    struct text all = {0};
    for (size_t i = 0; i < mistakes->count; i++) {
        text_format(&all, "%s%s", i == 0 ? "" : "\n", mistakes->lines[i].text);
        free(mistakes->lines[i].text);
    }
    free(mistakes->lines);
    *mistakes = (struct mistakes){0};
    return text_release(&all);
}

static int take_table(lua_State *lua) {
    lua_settop(lua, 1);
    lua_rawseti(lua, lua_upvalueindex(1), DECLARED_TABLE);
    return 0;
}

static int declare(lua_State *lua) {
    lua_settop(lua, 1);
    lua_createtable(lua, 3, 0);
    lua_insert(lua, 1);
    lua_rawseti(lua, 1, DECLARED_NAME);
    lua_Debug activation;
    lua_getstack(lua, 1, &activation);
    lua_getinfo(lua, "l", &activation);
    lua_pushinteger(lua, activation.currentline);
    lua_rawseti(lua, 1, DECLARED_LINE);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &declarations_key);
    lua_pushvalue(lua, 1);
    lua_rawseti(lua, -2, luaL_len(lua, -2) + 1);
    lua_pushvalue(lua, 1);
    lua_pushcclosure(lua, take_table, 1);
    return 1;
}

void metadata_allow(lua_State *lua, const char *name) {
    lua_pushcfunction(lua, declare);
    lua_setfield(lua, -2, name);
    lua_newtable(lua);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &declarations_key);
}

int metadata_declarations(lua_State *lua) {
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &declarations_key);
    int count = (int)lua_rawlen(lua, -1);
    lua_pop(lua, 1);
    return count;
}

static void push_part(lua_State *lua, int number, int part) {
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &declarations_key);
    lua_rawgeti(lua, -1, number);
    lua_rawgeti(lua, -1, part);
    lua_replace(lua, -3);
    lua_pop(lua, 1);
}

int metadata_line(lua_State *lua, int number) {
    push_part(lua, number, DECLARED_LINE);
    int line = (int)lua_tointeger(lua, -1);
    lua_pop(lua, 1);
    return line;
}

void metadata_push_run(lua_State *lua) {
    push_part(lua, 1, DECLARED_TABLE);
    if (lua_istable(lua, -1)) {
        lua_getfield(lua, -1, "run");
        lua_replace(lua, -2);
    }
}

/* Where a reader of a declaration is. The declaration's table is at this stack index. */
struct reader {
    lua_State *lua;
    int table;
    const char *file;
    int line;
    struct mistakes *mistakes;
};

#define WRONG(reader, ...) mistake((reader)->mistakes, (reader)->file, (reader)->line, __VA_ARGS__)

static void refuse_unknown_fields(const struct reader *reader, const char *kind, const char *fields) {
    lua_State *lua = reader->lua;
    for (lua_pushnil(lua); lua_next(lua, reader->table) != 0; lua_pop(lua, 1)) {
        if (lua_type(lua, -2) != LUA_TSTRING) {
            WRONG(reader, "a %s has named fields only, not [%s]", kind, luaL_tolstring(lua, -2, NULL));
            lua_pop(lua, 1);
            continue;
        }
        char *padded = text_make(" %s ", lua_tostring(lua, -2));
        if (strstr(fields, padded) == NULL) {
            WRONG(reader, "a %s has no field '%s'", kind, lua_tostring(lua, -2));
        }
        free(padded);
    }
}

/* A string field, copied; "" with a mistake when it is missing or no string. An empty one is a mistake if required. */
static char *read_string(const struct reader *reader, const char *name, bool required) {
    lua_State *lua = reader->lua;
    int type = lua_getfield(lua, reader->table, name);
    const char *value = type == LUA_TSTRING ? lua_tostring(lua, -1) : "";
    if (type == LUA_TNIL) {
        if (required) {
            WRONG(reader, "'%s' is missing", name);
        }
    } else if (type != LUA_TSTRING) {
        WRONG(reader, "'%s' is a string, not a %s", name, lua_typename(lua, type));
    } else if (required && value[0] == '\0') {
        WRONG(reader, "'%s' is empty", name);
    }
    char *copy = memory_string(value);
    lua_pop(lua, 1);
    return copy;
}

static bool contains(char *const *list, size_t count, const char *word) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], word) == 0) {
            return true;
        }
    }
    return false;
}

/* A list of different strings. */
static char **read_list(const struct reader *reader, const char *name, size_t *count) {
    lua_State *lua = reader->lua;
    char **list = NULL;
    size_t capacity = 0;
    *count = 0;
    int type = lua_getfield(lua, reader->table, name);
    if (type != LUA_TTABLE) {
        if (type != LUA_TNIL) {
            WRONG(reader, "'%s' is a list of strings, not a %s", name, lua_typename(lua, type));
        }
        lua_pop(lua, 1);
        return NULL;
    }
    lua_Integer length = luaL_len(lua, -1);
    lua_Integer fields = 0;
    for (lua_pushnil(lua); lua_next(lua, -2) != 0; lua_pop(lua, 1)) {
        fields++;
    }
    if (fields != length) {
        WRONG(reader, "'%s' is a list without gaps and without named fields", name);
    }
    for (lua_Integer i = 1; i <= length; i++) {
        if (lua_rawgeti(lua, -1, i) != LUA_TSTRING) {
            WRONG(reader, "'%s' has strings only; number %lld is a %s", name, (long long)i, luaL_typename(lua, -1));
        } else if (contains(list, *count, lua_tostring(lua, -1))) {
            WRONG(reader, "'%s' names %s twice", name, lua_tostring(lua, -1));
        } else {
            list = memory_grow(list, *count, &capacity, sizeof *list);
            list[(*count)++] = memory_string(lua_tostring(lua, -1));
        }
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    return list;
}

static void verify_title(const struct reader *reader, const char *title, size_t limit) {
    if (strlen(title) > limit) {
        WRONG(reader, "the title has %zu bytes, more than %zu", strlen(title), limit);
    } else if (title[0] == '\0' || title[0] == ' ' || strchr(title, '\n') != NULL) {
        WRONG(reader, "the title is one line of words");
    }
}

const struct requirement *requirement_find(const struct requirement *requirements, size_t count, const char *id) {
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        int order = strcmp(id, requirements[middle].id);
        if (order == 0) {
            return &requirements[middle];
        }
        low = order < 0 ? low : middle + 1;
        count = order < 0 ? middle : count;
    }
    return NULL;
}

static void verify_references(const struct reader *reader, const struct known *known,
                              const struct scenario_info *scenario) {
    if (scenario->verifies_count == 0) {
        WRONG(reader, "'verifies' names no requirement");
    }
    for (size_t i = 0; i < scenario->verifies_count; i++) {
        if (requirement_find(known->requirements, known->requirement_count, scenario->verifies[i]) == NULL) {
            WRONG(reader, "'verifies': there is no requirement %s", scenario->verifies[i]);
        }
    }
    for (size_t i = 0; i < scenario->needs_count; i++) {
        bool legal = false;
        if (known->need_words != 0) {
            lua_getfield(reader->lua, known->need_words, scenario->needs[i]);
            legal = lua_toboolean(reader->lua, -1);
            lua_pop(reader->lua, 1);
        }
        if (!legal) {
            WRONG(reader, "'needs': there is no need '%s'", scenario->needs[i]);
        }
    }
}

/* Pushes the declaration's table. False, with a mistake and nothing pushed, when there is none. */
static bool open_declaration(lua_State *lua, int number, const char *kind, struct reader *reader, const char **name) {
    push_part(lua, number, DECLARED_NAME);
    *name = lua_type(lua, -1) == LUA_TSTRING ? lua_tostring(lua, -1) : NULL;
    lua_pop(lua, 1); /* the declaration keeps the string */
    if (*name == NULL) {
        WRONG(reader, "%s is followed by a string", kind);
    }
    push_part(lua, number, DECLARED_TABLE);
    if (lua_istable(lua, -1)) {
        reader->table = lua_gettop(lua);
        return true;
    }
    WRONG(reader, "%s \"%s\" is followed by a table of fields", kind, *name == NULL ? "" : *name);
    lua_pop(lua, 1);
    return false;
}

void metadata_read_scenario(lua_State *lua, int number, const struct known *known, struct scenario_info *scenario,
                            struct mistakes *mistakes) {
    scenario->line = metadata_line(lua, number);
    struct reader reader = {.lua = lua, .file = scenario->file, .line = scenario->line, .mistakes = mistakes};
    const char *title;
    bool open = open_declaration(lua, number, "scenario", &reader, &title);
    scenario->title = memory_string(title == NULL ? "" : title);
    if (title != NULL) {
        verify_title(&reader, title, SCENARIO_TITLE_LIMIT);
    }
    if (!open) {
        return;
    }
    refuse_unknown_fields(&reader, "scenario", " verifies needs isolated run ");
    scenario->verifies = read_list(&reader, "verifies", &scenario->verifies_count);
    scenario->needs = read_list(&reader, "needs", &scenario->needs_count);
    int isolated = lua_getfield(lua, reader.table, "isolated");
    if (isolated != LUA_TNIL && isolated != LUA_TBOOLEAN) {
        WRONG(&reader, "'isolated' is true or false, not a %s", lua_typename(lua, isolated));
    }
    scenario->isolated = lua_toboolean(lua, -1);
    if (lua_getfield(lua, reader.table, "run") != LUA_TFUNCTION) {
        WRONG(&reader, "'run' is a function, not a %s", luaL_typename(lua, -1));
    }
    lua_pop(lua, 3);
    verify_references(&reader, known, scenario);
}

/* AREA-NN, where the area is that of the file. */
static bool is_id_of(const char *id, const char *area) {
    size_t length = strlen(area);
    for (size_t i = 0; i < length; i++) {
        if (id[i] != toupper((unsigned char)area[i])) {
            return false;
        }
    }
    const char *number = id + length;
    return number[0] == '-' && isdigit((unsigned char)number[1]) && isdigit((unsigned char)number[2]) &&
           number[3] == '\0';
}

static enum requirement_level read_level(const struct reader *reader) {
    static const char *const words[] = {"must", "should", "may"};
    char *word = read_string(reader, "level", true);
    int level = 0;
    while (level < 3 && strcmp(word, words[level]) != 0) {
        level++;
    }
    if (level == 3 && word[0] != '\0') {
        WRONG(reader, "'level' is \"must\", \"should\" or \"may\", not \"%s\"", word);
    }
    free(word);
    return level == 3 ? LEVEL_MUST : (enum requirement_level)level;
}

void metadata_read_requirement(lua_State *lua, int number, const char *file, const char *area,
                               struct requirement *requirement, struct mistakes *mistakes) {
    struct reader reader = {.lua = lua, .file = file, .line = metadata_line(lua, number), .mistakes = mistakes};
    const char *id;
    bool open = open_declaration(lua, number, "requirement", &reader, &id);
    requirement->id = memory_string(id == NULL ? "" : id);
    if (id != NULL && !is_id_of(id, area)) {
        WRONG(&reader, "the id '%s' is not that of an area and two digits, with the area of this file", id);
    }
    if (!open) {
        return;
    }
    refuse_unknown_fields(&reader, "requirement", " title statement level source applies observe traps ");
    requirement->title = read_string(&reader, "title", true);
    if (requirement->title[0] != '\0') {
        verify_title(&reader, requirement->title, REQUIREMENT_TITLE_LIMIT);
    }
    requirement->statement = read_string(&reader, "statement", true);
    requirement->source = read_string(&reader, "source", true);
    requirement->applies = read_string(&reader, "applies", true);
    requirement->observe = read_string(&reader, "observe", true);
    requirement->traps = read_string(&reader, "traps", false);
    requirement->level = read_level(&reader);
    lua_pop(lua, 1);
}

static void free_list(char **list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(list[i]);
    }
    free(list);
}

void scenario_info_free(struct scenario_info *scenario) {
    free(scenario->id);
    free(scenario->title);
    free(scenario->file);
    free_list(scenario->verifies, scenario->verifies_count);
    free_list(scenario->needs, scenario->needs_count);
}

void requirement_free(struct requirement *requirement) {
    free(requirement->id);
    free(requirement->title);
    free(requirement->statement);
    free(requirement->source);
    free(requirement->applies);
    free(requirement->observe);
    free(requirement->traps);
}
