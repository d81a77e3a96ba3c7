namespace Orchestrator.Trust.SelfTests;

/// <summary>One primitive's test: true when every answer is the known one. An exception counts as failed.</summary>
internal sealed record KnownAnswerTest(string Primitive, string Provider, Func<bool> Passes)
{
    public const string Platform = "platform";
    public const string BouncyCastle = "BouncyCastle";

    public SelfTestResult Run()
    {
        try
        {
            return new SelfTestResult(Primitive, Provider, Passes() ? null : "gave a wrong answer");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new SelfTestResult(Primitive, Provider, $"failed with {e.GetType().Name}");
        }
    }
}
