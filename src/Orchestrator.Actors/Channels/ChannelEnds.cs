namespace Orchestrator.Actors.Channels;

/// <summary>Why a channel ended, in words that stand in the log and that the technician reads.</summary>
public static class ChannelEnds
{
    /// <summary>Input waited for a lost link longer than it may be late.</summary>
    public const string StaleInput = "what was typed and clicked before the link was lost is too old to be let through";
}
