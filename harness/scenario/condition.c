#include "scenario/condition.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/memory.h"
#include "scenario/calls.h"
#include "scenario/describe.h"
#include "scenario/inspect.h"
#include "scenario/records.h"

enum { COPY_LIMIT = 1 << 20 }; /* no connect data is larger; a length above it is an error of the provider's */

static struct parameter copy_bytes(const void *bytes, size_t length) {
    struct parameter copy = {.form = FORM_EMPTY, .length = length};
    if (length == 0) {
        return copy;
    }
    copy.form = FORM_BAD;
    if (length <= COPY_LIMIT && memory_readable(bytes, length)) {
        copy.form = FORM_FILLED;
        copy.bytes = memory_copy(bytes, length);
    }
    return copy;
}

static struct parameter copy_buffer(const WSABUF *buffer) {
    if (buffer == NULL || !memory_readable(buffer, sizeof *buffer)) {
        return (struct parameter){.form = buffer == NULL ? FORM_NULL : FORM_BAD};
    }
    return copy_bytes(buffer->buf, buffer->len);
}

static struct flows copy_flows(const QOS *qos) {
    struct flows copy = {.form = qos == NULL ? FORM_NULL : FORM_BAD};
    if (qos != NULL && memory_readable(qos, sizeof *qos)) {
        copy.form = FORM_FILLED;
        copy.qos = *qos;
        copy.provider = copy_bytes(qos->ProviderSpecific.buf, qos->ProviderSpecific.len);
    }
    return copy;
}

static void look_at_callee_data(struct condition_call *condition) {
    const WSABUF *buffer = condition->live.callee_data;
    if (buffer == NULL || !memory_readable(buffer, sizeof *buffer)) {
        condition->callee_data = buffer == NULL ? FORM_NULL : FORM_BAD;
        return;
    }
    condition->callee_room = buffer->len;
    condition->callee_writable = buffer->len > 0 && memory_writable(buffer->buf, buffer->len);
    condition->callee_data = buffer->len == 0 ? FORM_EMPTY : condition->callee_writable ? FORM_FILLED : FORM_BAD;
}

struct condition_call *condition_capture(const struct condition_parameters *live) {
    struct condition_call *condition = memory_zeroed(1, sizeof *condition);
    condition->table = LUA_NOREF;
    condition->thread = GetCurrentThreadId();
    condition->live = *live;
    condition->caller_id = copy_buffer(live->caller_id);
    condition->caller_data = copy_buffer(live->caller_data);
    condition->callee_id = copy_buffer(live->callee_id);
    condition->sqos = copy_flows(live->sqos);
    condition->gqos = copy_flows(live->gqos);
    look_at_callee_data(condition);
    if (live->group != NULL) {
        condition->group_form = memory_readable(live->group, sizeof *live->group) ? FORM_FILLED : FORM_BAD;
        condition->group = condition->group_form == FORM_FILLED ? *live->group : 0;
        condition->group_writable = memory_writable(live->group, sizeof *live->group);
    }
    return condition;
}

void condition_free(struct condition_call *condition) {
    free(condition->caller_id.bytes);
    free(condition->caller_data.bytes);
    free(condition->callee_id.bytes);
    free(condition->sqos.provider.bytes);
    free(condition->gqos.provider.bytes);
    free(condition);
}

static const char *const form_words[] = {"NULL", "no bytes", "filled", "a bad pointer"};

static void emit_parameter(struct text *object, const char *name, const struct parameter *parameter,
                           void (*describe)(struct text *, const void *, size_t)) {
    struct text words = {0};
    if (parameter->form == FORM_FILLED) {
        describe(&words, parameter->bytes, parameter->length);
    } else {
        text_append(&words, form_words[parameter->form]);
    }
    text_format(object, "\"%s\":", name);
    json_append_string(object, text_string(&words));
    text_append_char(object, ',');
    text_free(&words);
}

static void emit_flows(struct text *object, const char *name, const struct flows *flows) {
    struct text words = {0};
    if (flows->form == FORM_FILLED) {
        describe_flows(&words, &flows->qos, flows->provider.bytes,
                       flows->provider.form == FORM_FILLED ? flows->provider.length : 0);
    } else {
        text_append(&words, form_words[flows->form]);
    }
    text_format(object, "\"%s\":\"%s\",", name, text_string(&words));
    text_free(&words);
}

void condition_emit(struct session *session, const struct condition_call *condition, unsigned call) {
    struct text object = {0};
    text_append_char(&object, '{');
    emit_parameter(&object, "lpCallerId", &condition->caller_id, describe_address);
    emit_parameter(&object, "lpCallerData", &condition->caller_data, describe_bytes);
    emit_flows(&object, "lpSQOS", &condition->sqos);
    emit_flows(&object, "lpGQOS", &condition->gqos);
    emit_parameter(&object, "lpCalleeId", &condition->callee_id, describe_address);
    if (condition->callee_data == FORM_FILLED) {
        text_format(&object, "\"lpCalleeData\":\"room for %zu\",", condition->callee_room);
    } else {
        text_format(&object, "\"lpCalleeData\":\"%s\",", form_words[condition->callee_data]);
    }
    if (condition->group_form == FORM_FILLED) {
        text_format(&object, "\"g\":\"%u\",", condition->group);
    } else {
        text_format(&object, "\"g\":\"%s\",", form_words[condition->group_form]);
    }
    text_format(&object, "\"dwCallbackData\":\"0x%llx\"}", (unsigned long long)condition->live.callback_data);

    struct text thread = {0};
    thread_name(session->engine, condition->thread, &thread);
    struct record record = record_begin(session, "condition");
    record_integer(&record, "call", call);
    record_text(&record, "thread", text_string(&thread));
    record_raw(&record, "parameters", text_string(&object));
    record_end(&record);
    text_free(&thread);
    text_free(&object);
}

void condition_emit_decision(struct session *session, unsigned call, int decision) {
    struct text words = {0};
    describe_decision(&words, decision);
    struct record record = record_begin(session, "decision");
    record_integer(&record, "call", call);
    record_text(&record, "decision", text_string(&words));
    record_end(&record);
    text_free(&words);
}
