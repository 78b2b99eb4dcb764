namespace IntentMarket.Nodes;

/// <summary>This process among the nodes: another one each time that it starts, so that what its predecessor left is taken over.</summary>
public sealed record NodeName(string Value);
