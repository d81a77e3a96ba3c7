using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Transport;

/// <summary>A dialer that gives streams, as if guard, proxy and TLS had done their part.</summary>
/// <param name="stream">Given at the first dial; null, and at each further one: the dial fails.</param>
public sealed class MemoryDialer(Stream? stream) : IDialer
{
    private readonly TaskCompletionSource dialled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stream? first = stream;

    /// <summary>Where transports are told to go.</summary>
    public static TransportTarget Target { get; } = new("broker.vendor.test", 443);

    /// <summary>Gives a stream for each dial, by the names that were offered, in place of the one; null from it: the dial fails.</summary>
    public Func<IReadOnlyList<string>, Stream?>? Open { get; init; }

    /// <summary>Names that the transport offered.</summary>
    public IReadOnlyList<string> Offered { get; private set; } = [];

    /// <summary>When true, no dial ends but by its token.</summary>
    public bool NeverAnswers { get; init; }

    /// <summary>Ends at the first dial.</summary>
    public Task DialledAsync() => dialled.Task;

    /// <inheritdoc />
    public ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken) => throw new DialException("PROXY_UNREACHABLE", "There is no proxy here.");

    /// <inheritdoc />
    public async ValueTask<SecureStream> DialBrokerAsync(IReadOnlyList<string> alpn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Offered = alpn;
        dialled.TrySetResult();
        if (NeverAnswers)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return (Open is null ? Interlocked.Exchange(ref first, null) : Open(alpn)) is { } given
            ? new SecureStream(given, alpn.Count > 0 ? alpn[0] : "")
            : throw new DialException("BROKER_UNREACHABLE", "The test lets no dial succeed.");
    }
}
