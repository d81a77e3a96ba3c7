using Orchestrator.Actors.Consents;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Files;

namespace Orchestrator.QuickSupport.Face.Prompts;

/// <summary>What a prompt needs beside its text: for a file, the place that the answer will name.</summary>
/// <param name="Prompt">As the session asks it.</param>
/// <param name="Plan">Where the file goes or comes from; null when there is no file, or the operator is to choose.</param>
internal sealed record PromptDraft(OperatorPrompt Prompt, FilePlan? Plan)
{
    private const int Choices = 9;

    /// <summary>True when the operator chooses the file himself.</summary>
    public bool IsChoice => Prompt.Capability == Capability.FetchFile && Plan is null;

    /// <summary>Looks at the place of a file.</summary>
    public static PromptDraft Of(OperatorPrompt prompt, OperatorFiles files) => new(prompt, (prompt.Capability, prompt.File) switch
    {
        (Capability.SendFile, { } offer) => files.PlanReceive(offer),
        (Capability.FetchFile, { Name.Length: > 0 } offer) => files.PlanFetch(offer.Name),
        _ => null,
    });

    /// <summary>The files that are offered for choice.</summary>
    public static IReadOnlyList<string> Offered(OperatorFiles files) => files.Offerable(Choices);

    /// <summary>The lines below the prompt's text that say what the answer will name.</summary>
    public IEnumerable<string> PlaceLines()
    {
        if (Plan is not { IsPossible: true } plan)
            yield break;
        yield return Prompt.Capability == Capability.SendFile ? $"It would be saved as: {plan.Path}" : $"The file: {plan.Path}";
        if (plan.Replaces)
            yield return "ATTENTION: it REPLACES the file of that name that is there now.";
    }

    /// <summary>The answer to a yes: for a file, what exactly and where, worked out now.</summary>
    public async Task<PromptAnswer> AllowAsync(OperatorFiles files, CancellationToken cancellationToken)
    {
        switch (Prompt.Capability)
        {
            case Capability.SendFile when Plan is { IsPossible: true } plan:
                files.AgreeToReplace(plan);
                return new PromptAnswer.Allowed(Prompt.File, plan.Path, plan.Replaces);
            case Capability.FetchFile when Plan is { IsPossible: true } plan:
                return new PromptAnswer.Allowed(await files.DescribeAsync(plan, Prompt.File?.Name ?? "", cancellationToken).ConfigureAwait(false), plan.Path);
            case Capability.SendFile or Capability.FetchFile:
                return new PromptAnswer.Refused(AskOutcome.FileNotAllowed);
            default:
                return new PromptAnswer.Allowed();
        }
    }
}
