using System.IO.Pipelines;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>Two bounded pipes crossed over: what one end writes, the other reads. A full pipe holds its writer; nothing grows.</summary>
internal sealed class PipePair
{
    private PipePair(IDuplexPipe host, IDuplexPipe link)
    {
        Host = host;
        Link = link;
    }

    /// <summary>The end that sessions read and write.</summary>
    public IDuplexPipe Host { get; }

    /// <summary>The end that the transport pumps.</summary>
    public IDuplexPipe Link { get; }

    public static PipePair Create(int bytes)
    {
        var options = new PipeOptions(pauseWriterThreshold: bytes, resumeWriterThreshold: bytes / 2, minimumSegmentSize: 4096, useSynchronizationContext: false);
        var received = new Pipe(options);
        var sent = new Pipe(options);
        return new PipePair(new End(received.Reader, sent.Writer), new End(sent.Reader, received.Writer));
    }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
