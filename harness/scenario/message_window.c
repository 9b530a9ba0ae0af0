#include "scenario/message_window.h"

#include <string.h>

#define WINDOW_THREADS 8 /* tried before giving up */

static struct {
    HWND(WINAPI *create)(DWORD, LPCWSTR, LPCWSTR, DWORD, int, int, int, int, HWND, HMENU, HINSTANCE, LPVOID);
    BOOL(WINAPI *destroy)(HWND);
    BOOL(WINAPI *get)(LPMSG, HWND, UINT, UINT);
    LRESULT(WINAPI *dispatch)(const MSG *);
    BOOL(WINAPI *post_to_thread)(DWORD, UINT, WPARAM, LPARAM);
} user;

static bool load_user(void) {
    if (user.post_to_thread != NULL) {
        return true;
    }
    const struct {
        void *function;
        const char *name;
    } functions[] = {
        {&user.create, "CreateWindowExW"},
        {&user.destroy, "DestroyWindow"},
        {&user.get, "GetMessageW"},
        {&user.dispatch, "DispatchMessageW"},
        {&user.post_to_thread, "PostThreadMessageW"},
    };
    HMODULE module = LoadLibraryW(L"user32.dll");
    bool all = module != NULL;
    for (size_t i = 0; all && i < sizeof functions / sizeof functions[0]; i++) {
        FARPROC found = GetProcAddress(module, functions[i].name);
        memcpy(functions[i].function, &found, sizeof found);
        all = found != NULL;
    }
    return all;
}

static bool is_notice(UINT message) { return message >= WM_USER; }

static DWORD WINAPI take_messages(void *context) {
    struct message_window *window = context;
    window->handle = user.create(0, L"STATIC", NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    SetEvent(window->ready);
    MSG message;
    while (window->handle != NULL && user.get(&message, NULL, 0, 0) > 0) {
        if (message.hwnd == window->handle && is_notice(message.message)) {
            InterlockedIncrement(&window->received);
        } else {
            user.dispatch(&message);
        }
    }
    if (window->handle != NULL) {
        user.destroy(window->handle);
    }
    return 0;
}

static void discard_thread(struct message_window *window) {
    WaitForSingleObject(window->thread, INFINITE);
    CloseHandle(window->thread);
    CloseHandle(window->ready);
    window->thread = NULL;
}

static bool start_window_thread(struct message_window *window) {
    window->ready = CreateEventW(NULL, TRUE, FALSE, NULL);
    window->thread = CreateThread(NULL, 0, take_messages, window, 0, &window->thread_id);
    if (window->thread == NULL) {
        CloseHandle(window->ready);
        return false;
    }
    WaitForSingleObject(window->ready, INFINITE);
    if (window->handle == NULL) {
        discard_thread(window);
    }
    return window->handle != NULL;
}

/* Wine refuses windows for its whole life to a thread that first asks while the desktop is just being made, and gives
 * one to the next thread. */
bool message_window_open(struct message_window *window) {
    bool opened = false;
    for (int threads = 0; !opened && load_user() && threads < WINDOW_THREADS; threads++) {
        opened = start_window_thread(window);
    }
    return opened;
}

void message_window_close(struct message_window *window) {
    if (window->thread != NULL) {
        user.post_to_thread(window->thread_id, WM_QUIT, 0, 0);
        discard_thread(window);
    }
}
