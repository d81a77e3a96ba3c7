using System.IO.Pipelines;

namespace Orchestrator.Plugins.Conformance.Streams;

/// <summary>
/// Two ends of a connection in memory, bounded like a socket's buffers. Disposing one end is an end of file at the other;
/// <see cref="Break"/> is a cut cable.
/// </summary>
public sealed class DuplexStreams
{
    private const int Buffered = 64 * 1024;

    /// <summary>Makes a connected pair.</summary>
    /// <param name="largestRead">Most bytes that one read gives; 1 splits everything at every byte.</param>
    public DuplexStreams(int largestRead = int.MaxValue)
    {
        var options = new PipeOptions(pauseWriterThreshold: Buffered, resumeWriterThreshold: Buffered / 2, useSynchronizationContext: false);
        var (there, back) = (new Pipe(options), new Pipe(options));
        Near = new WireStream(back.Reader, there.Writer, largestRead);
        Far = new WireStream(there.Reader, back.Writer, largestRead);
        (Near.Peer, Far.Peer) = (Far, Near);
    }

    /// <summary>One end.</summary>
    public WireStream Near { get; }

    /// <summary>The other end.</summary>
    public WireStream Far { get; }

    /// <summary>Cuts the connection: every read and write at both ends fails.</summary>
    public void Break()
    {
        Near.Cut();
        Far.Cut();
    }
}
