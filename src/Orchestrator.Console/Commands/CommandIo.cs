namespace Orchestrator.Technicians.Commands;

/// <summary>What a command reads and writes; tests bring their own.</summary>
internal sealed class CommandIo
{
    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>True when a person sits at a terminal and can be asked.</summary>
    public required bool IsInteractive { get; init; }

    /// <summary>What every console of this process begins with; commands set path, proxy and data folder.</summary>
    public required ConsoleOptions Options { get; init; }

    public static CommandIo OfProcess(ConsoleOptions options) => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Input = Console.OpenStandardInput(),
        IsInteractive = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        Options = options,
    };
}
