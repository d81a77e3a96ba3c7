namespace Orchestrator.Plugins.Capture.X11.Connection;

/// <summary>Libraries that a machine may lack: what they would give is then absent, like an extension that the server lacks.</summary>
internal static class OptionalLibrary
{
    /// <summary>The answer of <paramref name="question"/>; false when its library isn't installed.</summary>
    public static bool Has(Func<bool> question)
    {
        try
        {
            return question();
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }
}
