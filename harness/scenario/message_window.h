/*
 * The message window: what a provider with a message system of its own posts to is counted here, and dropped.
 *
 * It has a thread of its own that takes messages out of its queue. USER32.DLL is loaded with the first window and not
 * before: its start is a good part of the life of a worker that runs one scenario without messages.
 *
 * The engine owns its struct message_window, which starts as {0}; opening and closing are the conductor's.
 */
#ifndef WSPCHECK_SCENARIO_MESSAGE_WINDOW_H
#define WSPCHECK_SCENARIO_MESSAGE_WINDOW_H

#include <stdbool.h>

#include <winsock2.h>

#include <windows.h>

struct message_window {
    HANDLE thread; /* NULL: not open */
    DWORD thread_id;
    HANDLE ready;
    HWND handle;
    volatile LONG received;
};

/* False when the system gives no window. */
bool message_window_open(struct message_window *window);
/* Of a window that was never opened, too. */
void message_window_close(struct message_window *window);

#endif
