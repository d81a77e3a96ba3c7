using System.IO.Pipelines;

namespace Orchestrator.Plugins.Conformance.Streams;

/// <summary>The two ends of a bounded duplex pipe: one for the host, one for what the host starts.</summary>
/// <param name="Host">Write to send, read to receive.</param>
/// <param name="Lent">The same from the other side.</param>
public sealed record PipePair(IDuplexPipe Host, IDuplexPipe Lent)
{
    /// <summary>Makes a pair.</summary>
    /// <param name="bytes">Bound of each direction.</param>
    public static PipePair Create(int bytes = 64 * 1024)
    {
        var options = new PipeOptions(pauseWriterThreshold: bytes, resumeWriterThreshold: bytes / 2, useSynchronizationContext: false);
        var (outgoing, incoming) = (new Pipe(options), new Pipe(options));
        return new PipePair(new Ends(incoming.Reader, outgoing.Writer), new Ends(outgoing.Reader, incoming.Writer));
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
