namespace Orchestrator.Broker.Commands;

/// <summary>What a command reads and writes; tests bring their own.</summary>
internal sealed class CommandIo
{
    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>True when a person sits at a terminal and can be asked.</summary>
    public required bool IsInteractive { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>True in a build that names no root: it has switches that a release hasn't.</summary>
    public bool IsDevelopmentBuild { get; init; }

    public static CommandIo OfProcess(bool isDevelopmentBuild) => new()
    {
        IsDevelopmentBuild = isDevelopmentBuild,
        Output = Console.Out,
        Error = Console.Error,
        Input = Console.OpenStandardInput(),
        IsInteractive = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        Time = TimeProvider.System,
    };
}
