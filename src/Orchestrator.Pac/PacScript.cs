using Acornima.Ast;
using Jint;
using Orchestrator.Pac.Scripts;

namespace Orchestrator.Pac;

/// <summary>A PAC file, read once and evaluated often.</summary>
public sealed class PacScript
{
    private readonly string text;
    private Prepared<Script>? prepared;

    private PacScript(string text) => this.text = text;

    /// <summary>Takes a file's bytes; the script in it is parsed by the first evaluation.</summary>
    /// <exception cref="PacException">PAC_INVALID: too large or empty.</exception>
    public static PacScript Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > PacLimits.ScriptBytes)
            throw PacFailures.Invalid($"it is larger than {PacLimits.ScriptBytes >> 10} KiB");
        var text = PacText.Of(bytes);
        return string.IsNullOrWhiteSpace(text) ? throw PacFailures.Invalid("it is empty") : new PacScript(text);
    }

    /// <summary>Ready to run in any engine. Called by the thread of an evaluation.</summary>
    /// <exception cref="PacException">PAC_INVALID.</exception>
    internal Prepared<Script> Prepare() => prepared ??= PacParser.Parse(text);
}
