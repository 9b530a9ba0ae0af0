/*
 * A condition call: the parameters of one invocation of the condition function as they were on entry, copied on the
 * provider's thread, and the live parameters behind them for as long as the invocation lasts.
 *
 * Nothing is touched before the system said that it may be: a parameter may be NULL, empty, or a pointer to nowhere.
 *
 * Document: WSPAccept (lpfnCondition).
 */
#ifndef WSPCHECK_SCENARIO_CONDITION_H
#define WSPCHECK_SCENARIO_CONDITION_H

#include <lua.h>

#include "scenario/parts.h"

enum form {
    FORM_NULL,
    FORM_EMPTY,
    FORM_FILLED,
    FORM_BAD /* claims bytes that cannot be read */
};

struct parameter {
    enum form form;
    unsigned char *bytes; /* owned; what was there, where filled */
    size_t length;
};

struct flows {
    enum form form;
    QOS qos;                   /* its provider buffer is the provider's: not for reading */
    struct parameter provider; /* ProviderSpecific */
};

/* As the provider passed them. */
struct condition_parameters {
    LPWSABUF caller_id, caller_data;
    LPQOS sqos, gqos;
    LPWSABUF callee_id, callee_data;
    GROUP *group;
    DWORD_PTR callback_data;
};

struct condition_call {
    struct call *call;
    DWORD thread;
    bool own_thread; /* runs on the thread that called WSPAccept */
    struct condition_parameters live;
    struct parameter caller_id, caller_data, callee_id;
    struct flows sqos, gqos;
    enum form callee_data;
    size_t callee_room;
    bool callee_writable;
    enum form group_form;
    GROUP group;
    bool group_writable;
    int table; /* registry reference of the Lua record, LUA_NOREF before there is one */
};

/* Copies the parameters; on the thread that the provider calls on. */
struct condition_call *condition_capture(const struct condition_parameters *live);
void condition_free(struct condition_call *condition);

/* Emits the "condition" record; call is 0 for a condition call outside of any WSPAccept. */
void condition_emit(struct session *session, const struct condition_call *condition, unsigned call);
void condition_emit_decision(struct session *session, unsigned call, int decision);

/* Pushes the Lua record, the same table each time. Its methods reach the live parameters until condition_end. */
void condition_push(lua_State *lua, struct condition_call *condition);
/* The decision is given: the record keeps what it has, its methods are errors from here on. */
void condition_end(lua_State *lua, struct condition_call *condition);

#endif
