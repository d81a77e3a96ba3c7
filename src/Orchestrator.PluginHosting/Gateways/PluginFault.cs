namespace Orchestrator.PluginHosting;

/// <summary>What a plugin did wrong, in strings only: nothing of the plugin's own types leaves its gateway.</summary>
/// <param name="PluginId">Which plugin.</param>
/// <param name="Member">Which call.</param>
/// <param name="Kind">What sort of fault.</param>
/// <param name="Detail">Type and message of what was thrown, on one line, at most 300 characters.</param>
public sealed record PluginFault(string PluginId, string Member, PluginFaultKind Kind, string Detail)
{
    /// <summary>For the log.</summary>
    public string Sentence => Kind switch
    {
        PluginFaultKind.Threw => $"The plugin {PluginId} failed in {Member}: {Detail}.",
        PluginFaultKind.OverBudget => $"The plugin {PluginId} used up its time in {Member}: {Detail}.",
        PluginFaultKind.Hung => $"The plugin {PluginId} hangs in {Member}: {Detail}. Its thread can't be ended from outside; restart the program.",
        PluginFaultKind.BadAnswer => $"The plugin {PluginId} gave an answer in {Member} that the contract doesn't allow: {Detail}.",
        PluginFaultKind.CircuitOpen => $"The plugin {PluginId} isn't asked for {Member}: {Detail}.",
        PluginFaultKind.NotActive => $"The plugin {PluginId} serves nobody now: {Detail}.",
        _ => $"The plugin {PluginId} was called in {Member} after it was closed.",
    };
}

/// <summary>What sort of fault.</summary>
public enum PluginFaultKind
{
    /// <summary>It threw.</summary>
    Threw,

    /// <summary>It ended after its budget, having been told to.</summary>
    OverBudget,

    /// <summary>It was told to end and didn't; the host stopped waiting. Its load context can't be unloaded.</summary>
    Hung,

    /// <summary>It returned what the contract forbids.</summary>
    BadAnswer,

    /// <summary>It failed so often that it isn't called for a while.</summary>
    CircuitOpen,

    /// <summary>No generation of it is active.</summary>
    NotActive,

    /// <summary>Its generation is over.</summary>
    Closed,
}

/// <summary>A plugin's fault, as the host's own exception: without the plugin's exception inside.</summary>
public sealed class PluginFaultException : Exception
{
    /// <summary>Makes one.</summary>
    public PluginFaultException(PluginFault fault)
        : base(fault.Sentence) => Fault = fault;

    /// <summary>What happened.</summary>
    public PluginFault Fault { get; }
}
