namespace Orchestrator.Trust.SelfTests;

/// <summary>Outcome of one primitive's known-answer test.</summary>
/// <param name="Primitive">Its name, for example "AES-256-GCM".</param>
/// <param name="Provider">Who serves it: "platform" or "BouncyCastle".</param>
/// <param name="Problem">Null when it passed; else what went wrong, without secrets.</param>
public sealed record SelfTestResult(string Primitive, string Provider, string? Problem)
{
    public bool Passed => Problem is null;
}
