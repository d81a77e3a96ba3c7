using System.Globalization;
using System.Text;
using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Witnessing;

/// <summary>What a signed checkpoint tells about the log beyond the answer itself.</summary>
public enum WitnessConcern
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The log signed two trees of one size: it was rewritten, or has two stories. Both notes together prove it to anybody.</summary>
    Fork,

    /// <summary>The proof doesn't show that the tree begins with the one that was cosigned before. From the log itself that is a fork; a stranger may have sent a wrong proof.</summary>
    Unproven,

    /// <summary>The log signed a smaller tree than the one that was cosigned before.</summary>
    Shrunk,
}

/// <summary>A witness's answer, as C2SP tlog-witness has it over HTTP.</summary>
/// <param name="Status">200, 400, 403, 404, 409, 422, or 500 where the state can't be kept: then nothing was cosigned.</param>
/// <param name="Body">Cosignature lines for 200, the cosigned size for 409, else a sentence.</param>
public sealed record WitnessReply(int Status, string Body)
{
    /// <summary>What the answer means for the people who run the witness.</summary>
    public WitnessConcern Concern { get; init; }

    /// <summary>The checkpoint that was asked about, once its signature verified; null before.</summary>
    public Checkpoint? About { get; init; }

    /// <summary>What was cosigned before, where this was refused; null when nothing was.</summary>
    public Checkpoint? Before { get; init; }

    /// <summary>Why the state can't be kept, for the people who run the witness; empty else.</summary>
    public string Fault { get; init; } = "";

    /// <summary>Its media type.</summary>
    public string ContentType => Status == 409 ? "text/x.tlog.size" : "text/plain; charset=utf-8";

    /// <summary>The bytes of the body.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(Body);

    /// <summary>The size in a 409; null when it isn't one.</summary>
    public static long? ReadSize(string body) =>
        body.EndsWith('\n') && long.TryParse(body[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) && string.Create(CultureInfo.InvariantCulture, $"{size}\n") == body ? size : null;
}
