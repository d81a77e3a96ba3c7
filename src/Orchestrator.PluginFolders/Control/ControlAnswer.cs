using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>What became of a request.</summary>
/// <param name="IsDone">False: nothing has changed.</param>
/// <param name="Sentence">For people.</param>
public sealed record ControlAnswer(bool IsDone, string Sentence)
{
    /// <summary>The answer to <see cref="ControlCommand.List"/>; null for every other.</summary>
    public ImmutableArray<ControlRow>? Plugins { get; init; }
}

/// <summary>One line of the list, as it travels.</summary>
/// <param name="Id">The plugin; the folder of a refused one that has none.</param>
/// <param name="Kind">capture, transport, proxy or audit; null where a refused folder doesn't tell.</param>
/// <param name="Version">Three numbers; null likewise.</param>
/// <param name="Generation">0 when it isn't loaded.</param>
/// <param name="Status">Lower case word.</param>
/// <param name="Channels">How many use it.</param>
/// <param name="Sentence">For people; empty when there is nothing to say.</param>
public sealed record ControlRow(
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Version,
    int Generation,
    string Status,
    int Channels,
    string Sentence)
{
    /// <summary>As the slots have it.</summary>
    public static ControlRow Of(PluginRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new ControlRow(row.Plugin, row.Kind?.Word(), row.Version?.ToString(), row.Generation, row.Status.ToString().ToLowerInvariant(), row.Channels, row.Sentence);
    }
}

/// <summary>Carries requests out; a program gives it to its <see cref="ControlServer"/>. Called by several connections at once.</summary>
public interface IPluginControl
{
    /// <summary>Carries one out. What can't be done is an answer, never a throw.</summary>
    /// <param name="request">Well formed.</param>
    /// <param name="cancellationToken">Ends the wait when the program ends.</param>
    Task<ControlAnswer> RunAsync(ControlRequest request, CancellationToken cancellationToken);
}

/// <summary>The socket can't be used, or a line on it isn't what it should be. The message is for people.</summary>
public sealed class ControlException : Exception
{
    /// <summary>Makes one.</summary>
    public ControlException(string sentence)
        : base(sentence)
    {
    }

    /// <summary>Makes one with its cause, which is never shown.</summary>
    public ControlException(string sentence, Exception cause)
        : base(sentence, cause)
    {
    }
}
