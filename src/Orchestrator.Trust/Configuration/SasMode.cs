namespace Orchestrator.Trust.Configuration;

/// <summary>How the two people compare the six digits.</summary>
public enum SasMode
{
    /// <summary>The technician reads them out and the operator types them: the only mode so far.</summary>
    Typed = 1,
}
