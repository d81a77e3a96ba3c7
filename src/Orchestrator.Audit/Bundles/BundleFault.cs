namespace Orchestrator.Audit.Bundles;

/// <summary>Why a bundle isn't accepted. Nothing of it is proven then.</summary>
/// <param name="Code">One of <see cref="BundleCodes"/>.</param>
/// <param name="Place">Path of the member, for example <c>instrument.records[12]</c>.</param>
/// <param name="Sentence">For a person.</param>
public sealed record BundleFault(string Code, string Place, string Sentence);

/// <summary>Ends reading or verifying at the first fault.</summary>
internal sealed class BundleFaultException(string code, string place, string sentence) : Exception(sentence)
{
    public BundleFault Fault { get; } = new(code, place, sentence);
}
