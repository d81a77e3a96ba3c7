using System.Collections.Immutable;

namespace Orchestrator.Testbed.Servers.Running;

/// <summary>Where a server runs, and as whom.</summary>
public sealed record ServerPlace
{
    /// <summary>This machine's own network; as <c>nobody</c> where we are root, because some servers refuse root.</summary>
    public static ServerPlace Here { get; } = new();

    /// <summary>Put before each command line, for example <c>ip netns exec site</c>. It must end by becoming the command.</summary>
    public ImmutableArray<string> Prefix { get; init; } = [];

    /// <summary>Folder in which the servers' own folders are made, and into which their user may go; null: the machine's for temporary files.</summary>
    public string? Parent { get; init; }

    /// <summary>User of the server and owner of its folder; null: the one who runs this.</summary>
    public string? User { get; init; } = Environment.IsPrivilegedProcess ? "nobody" : null;

    /// <summary>The command as it is started here.</summary>
    public ServerCommand Wrap(ServerCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var program = Programs.Find(command.Program) ?? command.Program;
        ImmutableArray<string> line = User is null
            ? [.. Prefix, program, .. command.Arguments]
            : [.. Prefix, Programs.Find("setpriv") ?? "setpriv", "--reuid", User, "--regid", "nogroup", "--clear-groups", program, .. command.Arguments];
        return command with { Program = Programs.Find(line[0]) ?? line[0], Arguments = line[1..] };
    }
}
