namespace Orchestrator.Domain;

/// <summary>A technician's ask as his key signed it, kept so that nobody has to believe the instrument for what was asked.</summary>
/// <param name="Text">Signed content, signature and the technician's public key, each base64, with dots between; empty where it isn't known or was erased.</param>
/// <param name="Sha256">Of that text; 64 lower-case hex digits.</param>
public sealed record SignedAsk(string Text, string Sha256);

/// <summary>Evidence of one answer of the operator: what was shown and what was pressed. No electronic signature, and it says so.</summary>
/// <param name="Line">One line of JSON; empty where it isn't known or was erased.</param>
/// <param name="Signature">Of the run's key over the line, base64.</param>
public sealed record Receipt(string Line, string Signature);
