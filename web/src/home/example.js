var socket = new SockJS("/echo");
socket.onopen = function () { console.log("open"); socket.send("Hello, world!"); };
socket.onmessage = function (event) { console.log("message", event.data); socket.close(); };
socket.onclose = function () { console.log("close"); };
