namespace Orchestrator.Abstractions;

/// <summary>What an audit sink may implement beside <see cref="IAuditSink"/>: what it can't promise. A sink without it promises everything that its kind does.</summary>
public interface IAuditSinkTraits
{
    /// <summary>
    /// True: what <see cref="IAuditSink.AppendAsync"/> confirms is durable. False: it was handed over, and the place that it went to says no more;
    /// such a sink can't be required. Constant for the life of the plugin; doesn't block.
    /// </summary>
    bool ConfirmsDurability { get; }
}
