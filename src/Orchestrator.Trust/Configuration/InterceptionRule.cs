namespace Orchestrator.Trust.Configuration;

/// <summary>What becomes of a connection whose outer TLS a site inspects.</summary>
public enum InterceptionRule
{
    /// <summary>It is used; the operator is told, and it is recorded.</summary>
    Allow,

    /// <summary>It isn't used, and neither is one of which it can't be told.</summary>
    Refuse,
}
