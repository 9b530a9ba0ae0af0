/* The thread that carries steps, in the order in which they were posted. */
#include "world.h"

#include <stdlib.h>

static struct step *first_step;
static HANDLE thread, bell;
static bool hung_up;

static struct step *next_step(DWORD *pause) {
    struct step *step = first_step;
    ULONGLONG now = GetTickCount64();
    if (step == NULL || step->due > now) {
        *pause = step == NULL ? INFINITE : (DWORD)(step->due - now);
        return NULL;
    }
    first_step = step->next;
    return step;
}

static void step_free(struct step *step) {
    bytes_free(&step->bytes);
    free(step);
}

static DWORD WINAPI carry(void *unused) {
    (void)unused;
    lock();
    while (!hung_up) {
        DWORD pause = 0;
        struct step *step = next_step(&pause);
        if (step == NULL) {
            unlock();
            WaitForSingleObject(bell, pause);
            lock();
            continue;
        }
        step_run(step);
        step_free(step);
        wake();
    }
    unlock();
    return 0;
}

bool wire_open(void) {
    hung_up = false;
    bell = CreateEventW(NULL, FALSE, FALSE, NULL);
    thread = CreateThread(NULL, 0, carry, NULL, 0, NULL);
    return bell != NULL && thread != NULL;
}

/* Without the lock. Nothing is carried when it returns, and the code may go away. */
void wire_close(void) {
    lock();
    hung_up = true;
    unlock();
    SetEvent(bell);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CloseHandle(bell);
    while (first_step != NULL) {
        struct step *step = first_step;
        first_step = step->next;
        if (step->request != NULL) {
            request_free(step->request);
        }
        step_free(step);
    }
}

static unsigned short lane_of(const struct step *step) {
    if (step->end != NULL) {
        return step->end->lane;
    }
    if (step->request != NULL) {
        return step->request->dialed.port;
    }
    const struct socket *socket = step->socket;
    return socket == NULL ? step->to.port : socket->end != NULL ? socket->end->lane : socket->local.port;
}

static bool takes_detour(const struct step *step) {
    const struct end *end = step->end != NULL ? step->end : step->request != NULL ? step->request->end : NULL;
    return end != NULL && end->detour;
}

/* Every second one is in no hurry. */
static DWORD dawdling(const struct entry *entry, const struct step *step) {
    static bool dawdles;
    if (entry->jostling == 0 || step->kind != STEP_CALL) {
        return 0;
    }
    dawdles = !dawdles;
    return dawdles ? entry->jostling : 0;
}

static bool overtakes(const struct step *step, const struct step *before) {
    return step->entry->jostling > 0 && step->kind == STEP_CALL && before->kind == STEP_CALL;
}

/* In order with all that goes the same way, unless calls jostle; without detours, with everything. */
void wire_post(struct entry *entry, struct step step) {
    struct step *copy = take_memory(sizeof *copy);
    struct step **link = &first_step;
    *copy = step;
    copy->entry = entry;
    copy->due = GetTickCount64() + entry->latency + (takes_detour(&step) ? entry->detour : 0);
    copy->due += (step.again ? entry->knocking : 0) + dawdling(entry, &step);
    for (const struct step *before = first_step; before != NULL; before = before->next) {
        bool behind = !before->again && lane_of(before) == lane_of(copy) && !overtakes(copy, before);
        if (behind && before->due > copy->due) {
            copy->due = before->due;
        }
    }
    while (*link != NULL && (*link)->due <= copy->due) {
        link = &(*link)->next;
    }
    copy->next = *link;
    *link = copy;
    SetEvent(bell);
}

void wire_forget_end(const struct end *end) {
    for (struct step *step = first_step; step != NULL; step = step->next) {
        if (step->end == end) {
            step->end = NULL;
        }
    }
}

void wire_forget_socket(const struct socket *socket) {
    for (struct step *step = first_step; step != NULL; step = step->next) {
        if (step->socket == socket) {
            step->socket = NULL;
        }
    }
}
