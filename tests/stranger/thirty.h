/* The thirty functions of the table; the pages of their types are their documentation. */
#ifndef WSPCHECK_TESTS_STRANGER_THIRTY_H
#define WSPCHECK_TESTS_STRANGER_THIRTY_H

#include "world.h"

#define WSP(type) extern __typeof__(*(type)NULL)

WSP(LPWSPACCEPT) on_accept;
WSP(LPWSPADDRESSTOSTRING) on_address_to_string;
WSP(LPWSPASYNCSELECT) on_async_select;
WSP(LPWSPBIND) on_bind;
WSP(LPWSPCANCELBLOCKINGCALL) on_cancel;
WSP(LPWSPCLEANUP) on_cleanup;
WSP(LPWSPCLOSESOCKET) on_close;
WSP(LPWSPCONNECT) on_connect;
WSP(LPWSPDUPLICATESOCKET) on_duplicate;
WSP(LPWSPENUMNETWORKEVENTS) on_enumerate;
WSP(LPWSPEVENTSELECT) on_event_select;
WSP(LPWSPGETOVERLAPPEDRESULT) on_overlapped_result;
WSP(LPWSPGETPEERNAME) on_peer_name;
WSP(LPWSPGETSOCKNAME) on_sock_name;
WSP(LPWSPGETSOCKOPT) on_get_option;
WSP(LPWSPGETQOSBYNAME) on_qos_by_name;
WSP(LPWSPIOCTL) on_ioctl;
WSP(LPWSPJOINLEAF) on_join_leaf;
WSP(LPWSPLISTEN) on_listen;
WSP(LPWSPRECV) on_receive;
WSP(LPWSPRECVDISCONNECT) on_receive_disconnect;
WSP(LPWSPRECVFROM) on_receive_from;
WSP(LPWSPSELECT) on_select;
WSP(LPWSPSEND) on_send;
WSP(LPWSPSENDDISCONNECT) on_send_disconnect;
WSP(LPWSPSENDTO) on_send_to;
WSP(LPWSPSETSOCKOPT) on_set_option;
WSP(LPWSPSHUTDOWN) on_shutdown;
WSP(LPWSPSOCKET) on_socket;
WSP(LPWSPSTRINGTOADDRESS) on_string_to_address;

#undef WSP

#endif
