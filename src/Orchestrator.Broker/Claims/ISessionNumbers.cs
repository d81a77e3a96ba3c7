using Orchestrator.Domain;

namespace Orchestrator.Broker.Claims;

/// <summary>Which session numbers were ever given: records are kept by number, so none is given twice.</summary>
public interface ISessionNumbers
{
    /// <summary>True when records of this number are here.</summary>
    Task<bool> IsUsedAsync(SessionNumber session, CancellationToken cancellationToken);
}
