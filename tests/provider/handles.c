#include "provider/handles.h"

#include "unit.h"

static void hands_out_values_in_steps(void) {
    struct handle_store store = {0};
    CU_ASSERT_EQUAL(handles_make(&store, 1), 0x5A000004);
    CU_ASSERT_EQUAL(handles_make(&store, 2), 0x5A000008);
    CU_ASSERT_TRUE(handles_close(&store, 0x5A000004));
    CU_ASSERT_EQUAL(handles_make(&store, 3), 0x5A00000C);
    CU_ASSERT_EQUAL(store.open_count, 2);
    handles_free(&store);
}

static void keeps_contexts(void) {
    struct handle_store store = {0};
    for (DWORD_PTR i = 0; i < 100; i++) {
        handles_make(&store, ~i);
    }
    for (DWORD_PTR i = 0; i < 100; i++) {
        DWORD_PTR context = 0;
        CU_ASSERT_TRUE(handles_context(&store, HANDLE_FIRST + i * HANDLE_STEP, &context));
        CU_ASSERT_EQUAL(context, ~i);
    }
    handles_free(&store);
}

static void closes_once(void) {
    struct handle_store store = {0};
    SOCKET handle = handles_make(&store, 0);
    DWORD_PTR context;
    CU_ASSERT_EQUAL(handles_state(&store, handle), HANDLE_OPEN);
    CU_ASSERT_TRUE(handles_close(&store, handle));
    CU_ASSERT_EQUAL(handles_state(&store, handle), HANDLE_CLOSED);
    CU_ASSERT_FALSE(handles_close(&store, handle));
    CU_ASSERT_FALSE(handles_context(&store, handle, &context));
    CU_ASSERT_EQUAL(store.open_count, 0);
    handles_free(&store);
}

static void knows_no_others(void) {
    static const SOCKET unknown[] = {0, 4, 0x5A000000, 0x5A000005, 0x5A000008, HANDLE_NEVER, INVALID_SOCKET};
    struct handle_store store = {0};
    DWORD_PTR context;
    handles_make(&store, 0);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        CU_ASSERT_EQUAL(handles_state(&store, unknown[i]), HANDLE_UNKNOWN);
        CU_ASSERT_FALSE(handles_close(&store, unknown[i]));
        CU_ASSERT_FALSE(handles_context(&store, unknown[i], &context));
    }
    handles_free(&store);
}

static void remembers_presented_handles(void) {
    struct handle_store store = {0};
    handles_present(&store, 0x80);
    handles_present(&store, 0x84);
    handles_present(&store, 0x80);
    CU_ASSERT_EQUAL(store.presented.count, 2);
    CU_ASSERT_EQUAL(handles_state(&store, 0x80), HANDLE_PRESENTED);
    CU_ASSERT_FALSE(handles_close(&store, 0x80));
    CU_ASSERT_EQUAL(store.open_count, 0);
    handles_free(&store);
}

static void sets_hold_values_once(void) {
    struct handle_set set = {0};
    for (UINT_PTR i = 0; i < 20; i++) {
        handle_set_add(&set, i);
        handle_set_add(&set, i);
    }
    CU_ASSERT_EQUAL(set.count, 20);
    CU_ASSERT_TRUE(handle_set_remove(&set, 7));
    CU_ASSERT_FALSE(handle_set_remove(&set, 7));
    CU_ASSERT_FALSE(handle_set_contains(&set, 7));
    CU_ASSERT_TRUE(handle_set_contains(&set, 19));
    handle_set_free(&set);
}

static const struct unit_case cases[] = {
    {"handles count up from their first value and are never given out twice", hands_out_values_in_steps},
    {"contexts survive at full size", keeps_contexts},
    {"a handle closes once and is remembered as closed", closes_once},
    {"a value that was not handed out is unknown", knows_no_others},
    {"presented handles are remembered, and may come again", remembers_presented_handles},
    {"a set holds a value once", sets_hold_values_once},
};

UNIT_MAIN("the handle store", cases)
