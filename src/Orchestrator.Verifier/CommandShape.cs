using System.Collections.Immutable;

namespace Orchestrator.Verifier;

/// <summary>What one form of the command line takes.</summary>
/// <param name="Thing">What it is about: "log".</param>
/// <param name="Place">Where that lies: "folder". Named once, without an option.</param>
/// <param name="Options">Everything else.</param>
internal sealed record CommandShape(string Thing, string Place, ImmutableArray<CommandOption> Options)
{
    /// <summary>One log in its folder.</summary>
    public static CommandShape Log(params ReadOnlySpan<CommandOption> more) => new("log", "folder", [CommandOption.Key, .. more]);

    /// <summary>The bundle of one session.</summary>
    public static CommandShape Bundle(params ReadOnlySpan<CommandOption> more) => new("bundle", "file", [CommandOption.Trust, CommandOption.Witness, .. more]);
}

/// <summary>An option.</summary>
/// <param name="Name">With its two hyphens.</param>
internal sealed record CommandOption(string Name)
{
    public static readonly CommandOption Key = new("--key") { Wanted = "Which key? Name it with --key." };
    public static readonly CommandOption Trust = new("--trust") { Wanted = "Whom do you trust? Name the root with --trust." };
    public static readonly CommandOption Witness = new("--witness") { IsRepeated = true };
    public static readonly CommandOption Checkpoint = new("--checkpoint") { IsRepeated = true };
    public static readonly CommandOption Out = new("--out") { Wanted = "Where to? Name a folder with --out." };
    public static readonly CommandOption Json = new("--json") { IsSwitch = true };

    /// <summary>What to say where it is missing; null where it may be.</summary>
    public string? Wanted { get; init; }

    /// <summary>Stands alone, without a value.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>May be given more than once.</summary>
    public bool IsRepeated { get; init; }
}
