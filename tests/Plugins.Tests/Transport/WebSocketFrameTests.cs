using System.Net.WebSockets;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.Plugins.Conformance.Streams;
using Socket = System.Net.WebSockets.WebSocket;

namespace Orchestrator.Plugins.Tests.Transport;

/// <summary>A link against a WebSocket peer that isn't ours.</summary>
public sealed class WebSocketFrameTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_text_message_ends_the_link()
    {
        await using var peer = new Peer();

        await peer.Socket.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Text, true, default);

        Assert.Equal(new LinkEnd(LinkEndReason.Lost, "a text message"), await peer.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_message_of_more_than_64_KiB_ends_the_link()
    {
        await using var peer = new Peer();

        await peer.Socket.SendAsync(new byte[64 * 1024], WebSocketMessageType.Binary, true, default);
        var sending = peer.Socket.SendAsync(new byte[(64 * 1024) + 1], WebSocketMessageType.Binary, true, default);
        var drained = peer.DrainAsync();

        Assert.Equal(LinkEndReason.Lost, (await peer.Ended.WaitAsync(Patience)).Reason);
        Assert.InRange(await drained.WaitAsync(Patience), 64 * 1024, 128 * 1024);

        // It may have been under way still when the link ended under it.
        Assert.IsNotType<TimeoutException>(await Record.ExceptionAsync(() => sending.WaitAsync(Patience)));
    }

    [Fact]
    public async Task Messages_that_we_send_are_binary_whole_and_at_most_64_KiB()
    {
        await using var peer = new Peer();
        var writing = peer.Pipe.Host.Output.WriteAsync(new byte[200_000]).AsTask();

        var buffer = new byte[256 * 1024];
        var total = 0;
        while (total < 200_000)
        {
            var message = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await peer.Socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Patience);
                message += received.Count;
            }
            while (!received.EndOfMessage);

            Assert.Equal(WebSocketMessageType.Binary, received.MessageType);
            Assert.InRange(message, 1, 64 * 1024);
            total += message;
        }

        await writing.WaitAsync(Patience);
    }

    private sealed class Peer : IAsyncDisposable
    {
        private readonly WebSocketLink link;

        public Peer()
        {
            var wire = new DuplexStreams();
            Socket = System.Net.WebSockets.WebSocket.CreateFromStream(wire.Near, new WebSocketCreationOptions { IsServer = false });
            link = new WebSocketLink(wire.Far, isServer: true, TimeProvider.System);
            Ended = link.RunAsync(Pipe.Lent, default).AsTask();
        }

        public Socket Socket { get; }

        public PipePair Pipe { get; } = PipePair.Create();

        public Task<LinkEnd> Ended { get; }

        public async Task<long> DrainAsync()
        {
            var total = 0L;
            while (true)
            {
                var read = await Pipe.Host.Input.ReadAsync();
                total += read.Buffer.Length;
                Pipe.Host.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return total;
            }
        }

        public async ValueTask DisposeAsync()
        {
            Socket.Dispose();
            await Ended;
            await link.DisposeAsync();
        }
    }
}
