/*
 * A personality: what one catalog entry of this DLL is like, and which of the legal choices it makes where the
 * documents leave one. The table is constant; everything in it may be read by any thread without a lock.
 *
 * All entries share one provider GUID, as the entries of one WSCInstallProvider call do. An entry is recognised by its
 * address family, socket type and protocol, which are unique within the table.
 */
#ifndef WSPCHECK_REFERENCE_PERSONALITY_H
#define WSPCHECK_REFERENCE_PERSONALITY_H

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>
#include <ws2spi.h>

/* A family of this provider's own: two bytes of family and an endpoint number of eight bytes, big endian. */
#define AF_WSPCHECK_PRIVATE 0x7A

/* What becomes of a request whose caller gave up after it was announced to the listener. */
enum withdrawn_report {
    WITHDRAWN_RESET,
    WITHDRAWN_DENIED,
    WITHDRAWN_SILENT,
    WITHDRAWN_ACCEPTED /* handshake-first: the accepted socket is of a connection that was reset */
};
enum group_policy { GROUPS_READ_ZERO, GROUPS_UNSUPPORTED, GROUPS_HONOURED };
/* When a wildcard name and a specific one with the same endpoint are found to collide. */
enum conflict_policy { CONFLICT_AT_BIND, CONFLICT_AT_LISTEN, CONFLICT_NEVER };

struct personality {
    const wchar_t *name;
    int family;
    int type;
    int protocol;
    int protocol_range; /* iProtocolMaxOffset */
    DWORD service_flags;
    DWORD provider_flags;
    DWORD message_size;
    ULONG connect_data;    /* largest user data with a request or a reply, in bytes; 0 where there is none */
    ULONG disconnect_data; /* likewise, at disconnection */
    WORD lowest_version;
    WORD highest_version;
    int queue_cap;           /* the most requests that a listener holds, whatever it asks for */
    bool handshake_first;    /* a request is connected when it arrives, as with TCP (CONNECT-33) */
    bool conditional_accept; /* SO_CONDITIONAL_ACCEPT is offered (SOCKOPT-03 to -08) */

    /* The legal choices. */
    bool own_thread;                  /* arrivals, outcomes and indications are delivered by a thread of the provider */
    bool completes_at_once;           /* a non-blocking connect may return 0 (CONNECT-05, NOTIFY-23) */
    bool backlog_is_a_hint;           /* the queue holds queue_cap requests whatever the backlog is (BACKLOG-04) */
    bool zero_backlog_admits_none;    /* and is the nearest number to a negative one (BACKLOG-13, LISTEN-08) */
    int smallest_backlog;             /* a smaller one that is not 0 is raised to it; 0: to 1 (LISTEN-08, BACKLOG-08) */
    enum withdrawn_report withdrawn;  /* (ACCEPT-23, -28, BACKLOG-11, DEFER-15) */
    bool short_address_consumes;      /* WSAEFAULT for a short addrlen takes the request along (ACCEPT-19) */
    bool unfit_decision_drops;        /* so does a decision or group that is none (ACCEPT-21, GROUP-05) */
    bool early_handle;                /* the handle is made before the decision and undone (UPCALL-05) */
    int exhausted_code;               /* WSAEMFILE or WSAENOBUFS where no descriptor is to be had (ACCEPT-24) */
    int ended_call_code;              /* what a blocked call gives when its socket is closed (SOCKET-14) */
    bool select_hides_deferred;       /* a deferred head does not make a listener readable (DEFER-22) */
    bool registration_shows_deferred; /* registering indicates a deferred head (DEFER-23) */
    bool ignores_socket_arguments;    /* WSPSocket looks at the entry only (SOCKET-06, -07) */
    enum group_policy groups;         /* (GROUP-03, -06, -07) */
    bool refuses_group_flow;          /* a non-NULL lpGQOS is WSAEINVAL (QOS-11) */
    bool failure_frees_name;          /* a failed connect undoes its implicit bind (CONNECT-15) */
    bool cancelled_connect_is_dead;   /* a cancelled connect leaves a socket only fit to be closed (CANCEL-05) */
    bool cancelled_send_reports_count; /* a cancelled send returns what went out (CANCEL-13) */
    enum conflict_policy conflict;     /* (LISTEN-06) */
    bool long_reply_is_cut;            /* a reply length above the capacity is cut to it (CONNDATA-19) */
    bool rejection_carries_reply;      /* (REJECT-11) */
    bool failure_zeroes_reply;         /* lpCalleeData->len becomes 0 when the attempt fails (CONNDATA-27) */
    bool options_taken_at_arrival;     /* (INHERIT-15) */
    bool no_connect_time;              /* SO_CONNECT_TIME is not offered (SOCKOPT-15, -16) */
    bool connect_time_fails_early;     /* SO_CONNECT_TIME fails on an unconnected socket (SOCKOPT-16) */
    bool connect_data_option;          /* SO_CONNDATA is offered (SOCKOPT-09) */
    bool pause_accept;                 /* SO_PAUSE_ACCEPT is offered (SOCKOPT-29) */
    bool read_only_is_invalid;         /* setting a read-only option is WSAEINVAL, not WSAENOPROTOOPT (SOCKOPT-24) */
    int second_disconnect_code;        /* of a repeated WSPSendDisconnect; 0 is legal (DISCDATA-18) */
    bool absent_is_empty;          /* lpCallerData of length 0 instead of a NULL pointer (COND-10, -11, CONNDATA-02) */
    bool callee_is_the_bound_name; /* lpCalleeId is what the listener is bound to, wildcard included (COND-14) */
    bool group_starts_unset;       /* *g has no meaning until it is written (COND-18, GROUP-04) */
    bool carries_no_reply;         /* user data travel with the request only (COND-17) */
    bool small_reply_room_is_refused; /* room below the capacity is WSAEFAULT before any attempt (CONNDATA-15) */
    bool empty_data_is_data;          /* without connect data, caller data of length 0 is refused, too (CONNDATA-03) */
    bool room_is_looked_at_last;      /* the condition function runs before a short addrlen is noticed (ACCEPT-19) */
    bool length_without_address;      /* *addrlen is stored although addr is NULL (ACCEPT-20) */
    bool wildcard_is_kept;            /* a connect leaves a wildcard in the caller's name (CONNECT-04) */
    bool record_takes_the_error;      /* reading the record of FD_CONNECT clears SO_ERROR (CONNECT-23) */
    bool refuses_nested_calls;        /* WSAEINPROGRESS inside a callback (COND-20, ACCEPT-27, CONNECT-21, LISTEN-12) */
};

/* The personalities that are described in personality_table.c. */
extern const struct personality reference_personalities[];
extern const size_t reference_personality_count;

/* What a DLL that is made of these sources is: family.c, or the faulty family's. */
extern const GUID provider_guid;
extern const wchar_t provider_description[]; /* szDescription */
size_t personality_count(void);
const struct personality *personality_at(size_t index);

/* The personality that a catalog entry stands for; NULL when it is none of this DLL's. */
const struct personality *personality_of(const WSAPROTOCOL_INFOW *info);

/* The catalog entry of a personality, without the identifier that the catalog assigns. */
void personality_info(const struct personality *personality, WSAPROTOCOL_INFOW *info);

bool personality_is_connectionless(const struct personality *personality);
bool personality_is_message_oriented(const struct personality *personality);
bool personality_has_ifs_handles(const struct personality *personality);
bool personality_supports_qos(const struct personality *personality);

/* The smallest and largest name of the family, in bytes. */
int personality_name_size(const struct personality *personality);
int personality_largest_name(const struct personality *personality);

#endif
