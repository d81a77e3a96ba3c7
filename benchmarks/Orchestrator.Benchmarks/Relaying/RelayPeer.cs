using System.Buffers;
using System.Collections.Concurrent;
using Orchestrator.Abstractions;
using Orchestrator.Benchmarks.Stage;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.Protocol;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Benchmarks.Relaying;

/// <summary>A link to the real broker, made as the product makes it, whose messages and records the benchmark itself sends and takes.</summary>
internal sealed class RelayPeer : ILinkReceiver, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Type, TaskCompletionSource<LinkMessage>> _answers = new();
    private Action<int>? _count;

    private RelayPeer(LinkConnection link)
    {
        Link = link;
        Ended = link.RunAsync(this, CancellationToken.None);
    }

    public LinkConnection Link { get; }

    /// <summary>How the link ended, once it has.</summary>
    public Task<LinkOutcome> Ended { get; }

    public static async Task<RelayPeer> ConnectAsync(ClientConfiguration configuration, EndpointKind kind, RsaIdentity key, CancellationToken cancellationToken)
    {
        var transport = new WebSocketTransport();
        var direct = new DirectConnector();
        var context = new PluginContext { Time = TimeProvider.System, Log = new NoLog() };
        await transport.StartAsync(context, cancellationToken);
        await direct.StartAsync(context, cancellationToken);
        var dialer = new Dialer(DialerOptions.From(configuration) with { Resolve = Vendor.Resolve }, () => [transport], () => [direct], TimeProvider.System);
        var connector = new BrokerConnector(dialer, kind, key, configuration, SystemRandomSource.Instance, TimeProvider.System);
        return new RelayPeer(await connector.ConnectAsync(cancellationToken));
    }

    /// <summary>Sends a message and waits for its answer.</summary>
    public async Task<T> AskAsync<T>(LinkMessage message, CancellationToken cancellationToken)
        where T : LinkMessage
    {
        var answer = new TaskCompletionSource<LinkMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers[typeof(T)] = answer;
        await Link.SendAsync(message);
        var first = await Task.WhenAny(answer.Task, Ended).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return first == answer.Task
            ? (T)await answer.Task
            : throw new BenchmarkException($"The broker ended the link: {(await Ended).Detail}");
    }

    /// <summary>From now on the bytes of each record are counted.</summary>
    public Task<LinkOutcome> DrainAsync(Action<int> count)
    {
        _count = count;
        return Ended;
    }

    public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        if (message is BrokerToBoth.Refused refused)
        {
            foreach (var answer in _answers.Values)
            {
                answer.TrySetException(new BenchmarkException($"{refused.Code}: {refused.Sentence}"));
            }
        }

        if (_answers.TryRemove(message.GetType(), out var waiting))
        {
            waiting.TrySetResult(message);
        }

        return ValueTask.FromResult<LinkOutcome?>(null);
    }

    public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        _count?.Invoke(header.RecordSize);
        return ValueTask.FromResult<LinkOutcome?>(null);
    }

    public ValueTask DisposeAsync() => Link.DisposeAsync();

    private sealed class NoLog : IPluginLog
    {
        public void Write(PluginLogLevel level, int eventId, string text)
        {
        }
    }
}
