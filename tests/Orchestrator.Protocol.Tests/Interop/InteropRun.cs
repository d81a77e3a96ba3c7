using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Orchestrator.Protocol.Tests.Interop;

/// <summary>One connection between this implementation and the other one over a loopback socket, with a place in the middle where a test may change messages.</summary>
internal sealed class InteropRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly byte[] _buffer = new byte[2 * ProtocolLimits.MaxRecord];
    private int _filled;

    private InteropRun(NodePeer peer, int run, TcpClient client)
    {
        (Peer, Run, _client) = (peer, run, client);
        _stream = client.GetStream();
    }

    public NodePeer Peer { get; }

    /// <summary>The run's number at the peer.</summary>
    public int Run { get; }

    /// <summary>Connects the other implementation in the given role.</summary>
    public static async Task<InteropRun> StartAsync(NodePeer peer, HandshakeProfile profile, bool peerInitiates, JsonObject? changes = null)
    {
        var run = await peer.NewRunAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var command = InteropParties.Command(profile, peerInitiates);
        command["port"] = ((IPEndPoint)listener.LocalEndpoint).Port;
        foreach (var (name, value) in changes ?? [])
            command[name] = value?.DeepClone();
        await peer.DoAsync(run, "start", command);
        return new InteropRun(peer, run, await listener.AcceptTcpClientAsync().WaitAsync(Patience));
    }

    /// <summary>
    /// Runs this end to its end. <paramref name="alter"/> sees each message of either end by its number. Null and no failure: the stream ended.
    /// </summary>
    public async Task<(HandshakeResult? Result, HandshakeFailure Failure)> ShakeAsync(HandshakeMachine machine, Func<int, byte[], byte[]>? alter = null)
    {
        byte[] Changed(int number, ReadOnlyMemory<byte> bytes) => alter is null ? bytes.ToArray() : alter(number, bytes.ToArray());
        var number = 1;
        if (machine is HandshakeInitiator initiator)
            await SendAsync(Changed(number++, initiator.Start()));
        while (await ReadAsync() is { } record)
        {
            var step = machine.Receive(Changed(number++, record.Whole));
            if (step.Progress == HandshakeProgress.Failed)
            {
                Cut();
                return (null, step.Failure);
            }

            if (!step.Reply.IsEmpty)
                await SendAsync(Changed(number++, step.Reply));
            if (step.Progress == HandshakeProgress.Completed)
                return (machine.TakeResult(), HandshakeFailure.None);
        }

        return (null, HandshakeFailure.None);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The peer ended the connection; the next read says so.
        }
    }

    /// <summary>The next record; null when the stream ended.</summary>
    public async Task<(RecordHeader Header, byte[] Whole)?> ReadAsync()
    {
        while (true)
        {
            var input = new ReadOnlySequence<byte>(_buffer, 0, _filled);
            var status = FrameReader.TryRead(ref input, out var header, out var whole);
            Assert.False(status.IsInvalid(), $"The peer's bytes are no record: {status}.");
            if (status == FrameStatus.Done)
            {
                var record = whole.ToArray();
                _buffer.AsSpan(record.Length, _filled - record.Length).CopyTo(_buffer);
                _filled -= record.Length;
                return (header, record);
            }

            var count = await ReadSomeAsync();
            if (count == 0)
                return null;
            _filled += count;
        }
    }

    /// <summary>Ends the stream without a word.</summary>
    public void Cut() => _client.Close();

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<int> ReadSomeAsync()
    {
        try
        {
            return await _stream.ReadAsync(_buffer.AsMemory(_filled)).AsTask().WaitAsync(Patience);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
